import type { DetectionFamily, DetectorName } from '@antidote/contracts';

/** What is wrong with a row, in words; a family's list never hides behind another's number. */
export const FAMILY_WORDS: Record<DetectionFamily, { title: string; one: string; of: string; says: string }> = {
  label: { title: 'Labels', one: 'looks wrong', of: 'look wrong', says: 'Rows whose label other rows contradict.' },
  outlier: {
    title: 'Outliers',
    one: 'lies far out',
    of: 'lie far out',
    says: 'Rows whose values lie where no others do.',
  },
  duplicate: {
    title: 'Duplicates',
    one: 'has a twin with another label',
    of: 'have a twin with another label',
    says: 'Near-copies that bear different labels.',
  },
  trigger: {
    title: 'Triggers',
    one: 'carries a pattern',
    of: 'carry a pattern',
    says: 'Rows that share values which stand for one label.',
  },
  source: {
    title: 'Sources',
    one: 'comes from an odd source',
    of: 'come from an odd source',
    says: 'Rows of an annotator or supplier whose labels stand out.',
  },
};

/** Why nothing is said of sources. */
export const NO_SOURCE = 'No column tells whom a row came from; name one when the dataset is registered.';

/** The short names of detectors, for tables with one column a detector. */
export const DETECTOR_WORDS: Record<DetectorName, string> = {
  default: 'Default',
  'confident-learning': 'Confident learning',
  'out-of-bag-margin': 'Out-of-bag margin',
  'nearest-neighbours': 'Nearest rows',
  'contrastive-isolation-forest': 'Contrastive isolation',
  'isolation-forest': 'Isolation forest',
  'isolation-forest-npm': 'Isolation forest (npm)',
  'conflicting-duplicates': 'Conflicting twins',
  'tuple-lift': 'Tuple lift',
  'trigger-blind': 'Trigger-blind',
  'source-suspicion': 'Source suspicion',
};
