import type { AttackName, LabelsUsed, ModelKind } from '@antidote/contracts';

/** How each model is named and drawn; colour, marker and dash together, as colour alone tells some readers nothing. */
export const MODEL_STYLE: Record<
  ModelKind,
  {
    title: string;
    short: string;
    colour: string;
    darkColour: string;
    dash: string;
    marker: 'circle' | 'square' | 'diamond' | 'triangle' | 'inverted-triangle' | 'cross';
  }
> = {
  'decision-tree': {
    title: 'Decision tree',
    short: 'tree',
    colour: '#AB5806',
    darkColour: '#F99F3F',
    dash: '',
    marker: 'circle',
  },
  'random-forest': {
    title: 'Random forest',
    short: 'forest',
    colour: '#00459B',
    darkColour: '#4988F5',
    dash: '6 3',
    marker: 'square',
  },
  'extra-trees': {
    title: 'Extra trees',
    short: 'extra',
    colour: '#5B3A9E',
    darkColour: '#B79CF0',
    dash: '1 3',
    marker: 'cross',
  },
  'gradient-boosting': {
    title: 'Gradient boosting',
    short: 'boosting',
    colour: '#4F6B00',
    darkColour: '#B9D648',
    dash: '10 3 2 3',
    marker: 'inverted-triangle',
  },
  'logistic-regression': {
    title: 'Logistic regression',
    short: 'logistic',
    colour: '#801649',
    darkColour: '#D55CA5',
    dash: '2 3',
    marker: 'diamond',
  },
  'k-nearest-neighbors': {
    title: 'Nearest neighbours',
    short: 'neighbours',
    colour: '#007281',
    darkColour: '#7AFAF4',
    dash: '8 2 2 2',
    marker: 'triangle',
  },
};

/** Each marker as a character, for text beside a chart. */
export const MARKER_SIGN = {
  circle: '●',
  square: '■',
  diamond: '◆',
  triangle: '▲',
  'inverted-triangle': '▼',
  cross: '✚',
};

export const ATTACK_TITLE: Record<AttackName, string> = {
  uniform: 'Random flips',
  'class-conditional': 'Flips by class',
  targeted: 'Flips of one class to another',
  'most-confident': 'Flips of the clearest rows',
  boundary: 'Flips at the boundary',
  region: 'Flips of one region',
  greedy: 'Flips of greatest influence',
  'bad-source': 'One bad source',
  'outlier-injection': 'Injected outliers',
  'wrong-label-duplicates': 'Wrong-label duplicates',
  'backdoor-out-of-range': 'Backdoor, value out of range',
  'backdoor-in-range': 'Backdoor, values in range',
  'backdoor-weak-features': 'Backdoor on weak features',
  'backdoor-clean-label': 'Backdoor with right labels',
};

export const LABELS_USED_TITLE: Record<LabelsUsed, string> = {
  trusted: 'trusted set',
  'test-file': 'labels of the test file',
  manifest: 'original labels',
  'as-given': 'labels as given, may be poisoned',
};
