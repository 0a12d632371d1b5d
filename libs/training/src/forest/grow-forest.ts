import * as job from '../kernel/job-layout.js';
import type { Kernel } from '../kernel/kernel.js';
import { scriptKernel } from '../kernel/script-kernel.js';
import { placeJob, type PlacedJob, type TreeJob } from '../kernel/tree-job.js';
import { releaseWasmKernel, wasmKernel } from '../kernel/wasm-kernel.js';
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
};

export interface GrowOptions {
  threads: number;
  /** For tests; the quickest one available otherwise. */
  kernel?: Kernel;
  onTree?(done: number, total: number): void;
}

/** Grows the trees of a job. The result depends on nothing but the job. */
export function growForest(
  tree: TreeJob,
  { kernel = wasmKernel() ?? scriptKernel, onTree }: GrowOptions,
): { trees: TreeEnsemble; outOfBag?: OutOfBag } {
  const placed = placeJob(kernel, tree, 1);
  const grown: GrownTree[] = [];
  let done = 0;
  runTrees(kernel, placed.buffer, placed.task, placed.workers[0]!, RUN_WORDS, (number, result) => {
    grown[number] = result;
    onTree?.(++done, tree.limits.nEstimators);
  });
  const trees = joinTrees(grown, tree.classCount, tree.binned);
  const outOfBag = tree.outOfBag ? outOfBagOf(placed, tree) : undefined;
  releaseWasmKernel();
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
