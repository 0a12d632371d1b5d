import type { Kernel } from '../kernel/kernel.js';
import type { GrownTree } from './grown-tree.js';

/** Numbers of the words that `runTrees` reads, from job-layout.ts. */
export interface RunWords {
  nextTree: number;
  trees: number;
  nodeCount: number;
  setCount: number;
  shares: number;
  sharesCount: number;
  output: number;
  classes: number;
  votes: number;
  /** From so many bytes on, a tree's buffer can be emptied at once; below, the pages would cost more. */
  largeTree: number;
}

/**
 * Grows trees until none is left to draw from the job's counter, and hands each over. Worker threads run the text of
 * this very function (see `pool.ts`): it must not use anything from outside it.
 */
export function runTrees(
  kernel: Omit<Kernel, 'reserve'>,
  buffer: ArrayBufferLike,
  task: number,
  worker: number,
  at: RunWords,
  emit: (tree: number, grown: GrownTree) => void,
): void {
  const words = new Int32Array(buffer);
  const doubles = new Float64Array(buffer);
  const classes = words[task + at.classes]!;
  for (;;) {
    const tree = Atomics.add(words, task + at.nextTree, 1);
    if (tree >= words[task + at.trees]!) return;
    kernel.growTree(task, worker, tree);
    const nodeCount = words[worker + at.nodeCount]!;
    const shares: Float64Array[] = [];
    let node = 0;
    do {
      node = kernel.finishLeaves(task, worker, node);
      if (words[worker + at.votes] !== 0) kernel.vote(task, worker);
      const from = words[worker + at.shares]!;
      const count = words[worker + at.sharesCount]!;
      if (count > 0) shares.push(new Float64Array(doubles.subarray(from, from + count * classes)));
    } while (node < nodeCount);
    const length = kernel.packTree(worker);
    const output = words[worker + at.output]!;
    // A resizable buffer gives its memory back when it is emptied, without waiting for the garbage collector.
    const nodes = length < at.largeTree ? new ArrayBuffer(length) : new ArrayBuffer(length, { maxByteLength: length });
    new Uint8Array(nodes).set(new Uint8Array(buffer, output, length));
    emit(tree, { nodes, nodeCount, setCount: words[worker + at.setCount]!, shares });
  }
}
