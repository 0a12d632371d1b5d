import { rewriteLineage } from '../erasure/rewrite-lineage.js';
import { compareCleanings, scoreDetection } from './assess-detection.js';
import { breakVersion } from './break-version.js';
import { certifyVersion } from './certify-version.js';
import { cleanVersion } from './clean-version.js';
import { filterVersion } from './filter-version.js';
import { findIssues } from './find-issues.js';
import { measureLearning } from './measure-learning.js';
import { poisonVersion } from './poison-version.js';
import { reduceBatches } from './reduce-batches.js';
import { runBatch } from './run-batch.js';
import { trainModel } from './train-model.js';
import { validateVersion } from './validate-version.js';

/**
 * What costs processor time, each from plain data to plain data, so that it can run in a thread of its own. The same
 * input gives the same output, to the last bit.
 */
export const COMPUTATIONS = {
  poisonVersion,
  cleanVersion,
  filterVersion,
  validateVersion,
  trainModel,
  findIssues,
  scoreDetection,
  compareCleanings,
  certifyVersion,
  breakVersion,
  measureLearning,
  runBatch,
  reduceBatches,
  rewriteLineage,
};

export type ComputationName = keyof typeof COMPUTATIONS;
export type ComputationInput<N extends ComputationName> = Parameters<(typeof COMPUTATIONS)[N]>[0];
export type ComputationOutput<N extends ComputationName> = Awaited<ReturnType<(typeof COMPUTATIONS)[N]>>;

/** Runs a computation somewhere. @throws whatever the computation throws, or the signal's reason once it is aborted */
export type Compute = <N extends ComputationName>(
  name: N,
  input: ComputationInput<N>,
  signal: AbortSignal,
) => Promise<ComputationOutput<N>>;
