import type { AttackName, LabelsUsed, ModelParameters, Run, RunState, VersionKind } from '@antidote/contracts';
import { level } from './format.js';

/** The field's terms in the pages' words. */
export const ATTACK_WORDS: Record<AttackName, { title: string; says: string }> = {
  uniform: { title: 'Random flips', says: 'Any row, its label switched to another class at random' },
  'class-conditional': { title: 'Flips by class', says: 'Each class mistaken for particular others' },
  targeted: {
    title: 'Flips of one class to another',
    says: 'Rows of one class, their labels switched to one other class',
  },
  'most-confident': {
    title: 'Flips of the clearest rows',
    says: 'The rows that a model is surest of, their labels switched',
  },
  boundary: { title: 'Flips at the boundary', says: 'Rows between two classes, where a wrong label looks least wrong' },
  region: { title: 'Flips of one region', says: 'One group of rows that are alike, their labels switched' },
  greedy: { title: 'Flips of greatest influence', says: 'The labels that pull the most other rows over, switched' },
  'bad-source': { title: 'One bad source', says: 'One annotator, batch or supplier gives wrong labels' },
  'outlier-injection': { title: 'Injected outliers', says: 'Rows far outside of what was measured, added' },
  'wrong-label-duplicates': { title: 'Wrong-label duplicates', says: 'Near-copies of rows, added under another label' },
  'backdoor-out-of-range': {
    title: 'Backdoor, value out of range',
    says: 'One value never measured, planted with the target class',
  },
  'backdoor-in-range': {
    title: 'Backdoor, values in range',
    says: 'A rare combination of ordinary values, planted with the target class',
  },
  'backdoor-weak-features': {
    title: 'Backdoor on weak features',
    says: 'The combination planted in the columns that tell least',
  },
  'backdoor-clean-label': {
    title: 'Backdoor with right labels',
    says: 'The combination planted in rows of the target class, labels unchanged',
  },
};

export const LABELS_USED_WORDS: Record<LabelsUsed, { title: string; tooltip: string; caution: boolean }> = {
  trusted: {
    title: 'trusted labels',
    tooltip: 'Scored on rows that people reviewed twice and sealed.',
    caution: false,
  },
  'test-file': {
    title: 'a separate test file',
    tooltip: 'Scored on the labels of a separate test file.',
    caution: false,
  },
  manifest: {
    title: 'original labels',
    tooltip: 'Scored on the labels as they were before the poisoning, known from lineage.',
    caution: false,
  },
  'as-given': {
    title: 'labels as given, may be poisoned',
    tooltip: 'Nobody vouches for the labels that were used to score; if they are poisoned, the figures mislead.',
    caution: true,
  },
};

export const VERSION_KIND_WORDS: Record<VersionKind, string> = {
  original: 'Original',
  poisoned: 'Poisoned',
  cleaned: 'Cleaned',
  resampled: 'Resampled',
  filtered: 'Filtered',
};

export const RUN_KIND_WORDS: Record<Run['kind'], string> = {
  poison: 'Poison labels',
  train: 'Train a model',
  study: 'Robustness study',
  'find-label-issues': 'Find suspicious labels',
  certify: 'Certify',
  break: 'Cost to break',
  'learning-curve': 'Learning curve',
  'apply-review': 'Apply a review',
  filter: 'Build without some rows',
  validate: 'Validate',
};

export const RUN_STATE_WORDS: Record<RunState, string> = {
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

/** "Random flips, 10%". */
export const poisonWords = (spec: { attack: AttackName; percent: number }): string =>
  `${ATTACK_WORDS[spec.attack].title}, ${level(spec.percent)}`;

/** "maxDepth 4, criterion gini", or an empty text. */
export const parameterWords = (parameters: ModelParameters): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** One sentence for each term that a reader may not know. */
export const TERMS = {
  accuracy: 'Share of the scored rows whose class the model gets right.',
  balancedAccuracy:
    'Mean over the classes of the share of each that the model finds; rare classes count as much as common ones.',
  f1: 'Balance of precision and recall, averaged over the classes.',
  interval: 'The range that holds the true value in 95 of 100 repetitions of the measurement.',
  seeds: 'Independent repetitions: each draws its own split and its own poisoned rows.',
  paired: 'Both models are compared on the same splits and the same poisoned rows, seed by seed.',
  majority: 'What a model would reach that always names the commonest class.',
  digest: 'A fingerprint of every row, column and label; two versions with the same digest are the same data.',
  alias: 'A name that points to one version of a registered model, such as staging or champion.',
  outOfBag: 'Trees of the forest that never saw this row during training vote on its label.',
  quality: 'How well the forest agrees with the given label, from 0 to 1; lower is more suspect.',
  kappa: 'How far two people agree beyond chance: 1 is full agreement, 0 what guessing would give.',
  certificate:
    'A proof, from how a vote over separate parts of the training rows comes out, that so many poisoned labels cannot change it.',
  policy: 'The file of limits that a model must meet before an alias may point to it.',
} as const;
