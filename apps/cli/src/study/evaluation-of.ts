import type { StudyEvaluation } from '@antidote/robustness';
import type { TrainingData } from '../files/load-training-data.js';

/** What models are scored on: the test file, else the original labels where the manifest gives them. */
export function evaluationOf({ test, manifest, originalCodes }: TrainingData): StudyEvaluation | undefined {
  if (test) return { labelsUsed: 'test-file', table: test.table };
  return manifest ? { labelsUsed: 'manifest', codes: originalCodes } : undefined;
}
