import * as job from '../kernel/job-layout.js';
import type { Kernel } from '../kernel/kernel.js';
import { closePool, poolOf } from '../kernel/pool.js';
import { scriptKernel } from '../kernel/script-kernel.js';
import { placeJob, type PlacedJob, type TreeJob } from '../kernel/tree-job.js';
import { forgetLargeKernel, WasmKernel, wasmKernel } from '../kernel/wasm-kernel.js';
import type { OutOfBag } from '../tree-model.js';
import type { TreeEnsemble } from '../tree/tree-ensemble.js';
import type { GrownTree } from './grown-tree.js';
import { joinTrees } from './join-trees.js';
import { runTrees, type RunWords } from './run-trees.js';

export const RUN_WORDS: RunWords = {
  nextTree: job.NEXT_TREE,
  trees: job.TREES,
  nodeCount: job.NODE_COUNT,
  setCount: job.SET_COUNT,
  shares: job.SHARES,
  sharesCount: job.SHARES_COUNT,
  output: job.OUTPUT,
  classes: job.CLASSES,
  votes: job.VOTES,
  largeTree: 1 << 18,
};

export interface GrowOptions {
  threads: number;
  /** For tests; the quickest one available otherwise. */
  kernel?: Kernel;
  onTree?(done: number, total: number): void;
}

/** Below so many rows x trees x features a node, waking threads costs more than it saves. Measured. */
const SMALL_JOB = 60_000;
const MAX_THREADS = 64;

/** Grows the trees of a job. The result depends on nothing but the job. */
export function growForest(
  tree: TreeJob,
  { threads, kernel = wasmKernel() ?? scriptKernel, onTree }: GrowOptions,
): { trees: TreeEnsemble; outOfBag?: OutOfBag } {
  const { nEstimators, featuresPerNode } = tree.limits;
  const work = tree.rows.length * nEstimators * featuresPerNode;
  const wanted = work < SMALL_JOB ? 1 : Math.min(threads, nEstimators, MAX_THREADS);
  const pool = wanted > 1 && kernel instanceof WasmKernel ? poolOf(kernel) : null;
  const workerCount = pool?.isWorth(work) ? wanted : 1;
  const placed = placeJob(kernel, tree, workerCount);
  const { buffer, task, workers } = placed;
  const grown: GrownTree[] = [];
  let done = 0;
  const keep = (number: number, result: GrownTree) => {
    grown[number] = result;
    onTree?.(++done, nEstimators);
  };
  if (pool && workerCount > 1) {
    pool.start(workers.slice(1), task, buffer, RUN_WORDS);
    try {
      runTrees(kernel, buffer, task, workers[0]!, RUN_WORDS, keep);
    } catch (error) {
      // Cancelled: no thread may go on in memory that the next fit uses.
      Atomics.store(new Int32Array(buffer), task + job.NEXT_TREE, nEstimators);
      pool.finish(workerCount - 1);
      throw error;
    }
    for (const part of pool.finish(workerCount - 1)) keep(part.tree, part.grown);
  } else {
    runTrees(kernel, buffer, task, workers[0]!, RUN_WORDS, keep);
  }
  const trees = joinTrees(grown, tree);
  const outOfBag = tree.outOfBag ? outOfBagOf(placed, tree) : undefined;
  if (kernel instanceof WasmKernel && forgetLargeKernel(kernel)) closePool(kernel);
  return outOfBag ? { trees, outOfBag } : { trees };
}

/** The workers' votes added up; the sums are exact, so that no order matters (see `PROBABILITY_QUANTUM`). */
function outOfBagOf({ buffer, workers }: PlacedJob, { binned, rows, classCount }: TreeJob): OutOfBag {
  const heap = new Int32Array(buffer);
  const reals = new Float64Array(buffer);
  const probabilities = new Float64Array(binned.rowCount * classCount).fill(NaN);
  const votes = new Int32Array(binned.rowCount);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    for (const worker of workers) votes[row]! += heap[heap[worker + job.VOTE_COUNTS]! + i]!;
    for (let c = 0; c < classCount; c++) {
      let sum = 0;
      for (const worker of workers) sum += reals[heap[worker + job.VOTES]! + i * classCount + c]!;
      probabilities[row * classCount + c] = sum / votes[row]!;
    }
  }
  return { probabilities, votes };
}
