import type { Counterfactual, Scorecard } from '@antidote/contracts';
import { compareCleaning, plantCanaries } from '@antidote/robustness';
import { evaluationOf } from './evaluation-of.js';
import { openForTraining, type VersionData } from './version-data.js';

interface AssessInput {
  version: VersionData;
  seed: number;
}

/** What would have been seen of poison planted in hidden copies of a version. */
export function scoreDetection({ version, seed }: AssessInput): Scorecard {
  return plantCanaries(openForTraining(version).table, { seed });
}

/** What cleaning the flagged labels of a version does to models. */
export function compareCleanings({ version, seed }: AssessInput): Counterfactual {
  const opened = openForTraining(version);
  return compareCleaning(opened.table, evaluationOf(opened), { seed });
}
