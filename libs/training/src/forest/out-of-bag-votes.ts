import type { BinnedFeatures } from '../binning/bin-features.js';
import type { OutOfBag } from '../tree-model.js';
import { binnedLeaf } from '../tree/binned-leaf.js';
import type { TreeEnsemble } from '../tree/tree-ensemble.js';

/** Collects, tree by tree, the leaf probabilities of the rows that a tree did not see. */
export class OutOfBagVotes {
  private readonly sums: Float64Array;
  private readonly votes: Int32Array;

  constructor(
    private readonly binned: BinnedFeatures,
    private readonly classCount: number,
  ) {
    this.sums = new Float64Array(binned.rowCount * classCount);
    this.votes = new Int32Array(binned.rowCount);
  }

  /** @param weights how often each of `rows` was drawn for the tree at `root`; those with 0 are judged */
  add(trees: TreeEnsemble, root: number, rows: Int32Array, weights: Uint16Array): void {
    const { sums, votes, classCount, binned } = this;
    const { leafProbabilities } = trees;
    for (let i = 0; i < rows.length; i++) {
      if (weights[i] !== 0) continue;
      const row = rows[i]!;
      const from = binnedLeaf(trees, root, binned, row) * classCount;
      const to = row * classCount;
      for (let c = 0; c < classCount; c++) sums[to + c]! += leafProbabilities[from + c]!;
      votes[row]!++;
    }
  }

  finish(): OutOfBag {
    const { sums, votes, classCount } = this;
    const probabilities = sums.map((sum, at) => sum / votes[Math.floor(at / classCount)]!);
    return { probabilities, votes };
  }
}
