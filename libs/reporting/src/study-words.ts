import type { AttackName, LabelsUsed, ModelKind } from '@antidote/contracts';

/** How each model is named and drawn; colour, marker and dash together, as colour alone tells some readers nothing. */
export const MODEL_STYLE: Record<
  ModelKind,
  { title: string; short: string; colour: string; darkColour: string; dash: string; marker: 'circle' | 'square' }
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
};

export const ATTACK_TITLE: Record<AttackName, string> = { uniform: 'Random flips' };

export const LABELS_USED_TITLE: Record<LabelsUsed, string> = {
  trusted: 'trusted set',
  'test-file': 'labels of the test file',
  manifest: 'original labels',
  'as-given': 'labels as given, may be poisoned',
};
