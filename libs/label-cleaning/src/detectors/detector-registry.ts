import type { DetectorName } from '@antidote/contracts';
import { conflictingDuplicates } from './conflicting-duplicates.js';
import type { Detector } from './detector.js';
import {
  confidentLearning,
  contrastiveIsolationForest,
  defaultDetector,
  nearestNeighbours,
  outOfBagMargin,
} from './label-detectors.js';
import { isolationForest, npmIsolationForest } from './outlier-detectors.js';
import { sourceSuspicion } from './source-suspicion.js';
import { triggerBlind } from './trigger-blind.js';
import { tupleLift } from './tuple-lift.js';

export const DETECTOR_REGISTRY: { readonly [K in DetectorName]: Detector } = {
  default: defaultDetector,
  'confident-learning': confidentLearning,
  'out-of-bag-margin': outOfBagMargin,
  'nearest-neighbours': nearestNeighbours,
  'contrastive-isolation-forest': contrastiveIsolationForest,
  'isolation-forest': isolationForest,
  'isolation-forest-npm': npmIsolationForest,
  'conflicting-duplicates': conflictingDuplicates,
  'tuple-lift': tupleLift,
  'trigger-blind': triggerBlind,
  'source-suspicion': sourceSuspicion,
};
