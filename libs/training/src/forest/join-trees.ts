import type { BinnedFeatures } from '../binning/bin-features.js';
import type { TreeJob } from '../kernel/tree-job.js';
import type { TreeEnsemble } from '../tree/tree-ensemble.js';
import { treeParts, type GrownTree } from './grown-tree.js';

/** Joins trees, in the order given, into one ensemble; gives the memory of large ones back as they are joined. */
export function joinTrees(trees: GrownTree[], { classCount, binned }: TreeJob): TreeEnsemble {
  const hasCategories = binned.schema.some((feature) => feature.type === 'category');
  const nodeCount = trees.reduce((sum, tree) => sum + tree.nodeCount, 0);
  const shareCount = trees.reduce((sum, tree) => sum + tree.shares.reduce((a, batch) => a + batch.length, 0), 0);
  const joined = {
    classCount,
    roots: new Int32Array(trees.length),
    feature: new Int32Array(nodeCount),
    threshold: new Float64Array(nodeCount),
    splitBin: new Uint8Array(nodeCount),
    missingLeft: new Uint8Array(nodeCount),
    next: new Int32Array(nodeCount),
    leafProbabilities: new Float64Array(classCount * classCount + shareCount),
    leafWeight: new Float64Array(nodeCount),
  };
  for (let c = 0; c < classCount; c++) joined.leafProbabilities[c * classCount + c] = 1;
  const { feature, threshold, next, leafWeight } = joined;
  const categories = hasCategories ? new CategorySets(nodeCount, binned) : null;
  let base = 0;
  let shareAt = classCount * classCount;
  trees.forEach((tree, number) => {
    const parts = treeParts(tree, hasCategories);
    const firstShare = shareAt / classCount - classCount;
    joined.roots[number] = base;
    feature.set(parts.feature, base);
    threshold.set(parts.threshold, base);
    next.set(parts.next, base);
    joined.splitBin.set(parts.splitBin, base);
    joined.missingLeft.set(parts.missingLeft, base);
    for (let node = base; node < base + tree.nodeCount; node++) {
      if (feature[node]! >= 0) {
        next[node]! += base;
        continue;
      }
      leafWeight[node] = threshold[node]!;
      threshold[node] = 0;
      joined.missingLeft[node] = 0;
      joined.splitBin[node] = 0;
      if (next[node]! >= classCount) next[node]! += firstShare;
    }
    categories?.add(base, parts.feature, parts.set!, parts.sets!);
    for (const batch of tree.shares) {
      joined.leafProbabilities.set(batch, shareAt);
      shareAt += batch.length;
    }
    base += tree.nodeCount;
    if (tree.nodes.resizable) tree.nodes.resize(0);
    tree.shares = [];
  });
  return { ...joined, ...categories?.finish() };
}

/** Collects the category sets of the nodes, turned from bins into category codes. */
class CategorySets {
  private readonly categorySet: Int32Array;
  private readonly words: number[] = [];

  constructor(
    nodeCount: number,
    private readonly binned: BinnedFeatures,
  ) {
    this.categorySet = new Int32Array(nodeCount).fill(-1);
  }

  /** @param set number of each node's set in `sets`, -1 where it has none */
  add(base: number, feature: Int32Array, set: Int32Array, sets: Int32Array): void {
    for (let node = 0; node < set.length; node++) {
      if (feature[node]! < 0 || set[node]! < 0) continue;
      const binOfCode = this.binned.binOfCode[feature[node]!]!;
      const words = new Int32Array((binOfCode.length + 31) >>> 5);
      for (let code = 0; code < binOfCode.length; code++) {
        const bin = binOfCode[code]!;
        const isLeft = (sets[8 * set[node]! + (bin >>> 5)]! >>> (bin & 31)) & 1;
        words[code >>> 5]! |= isLeft << (code & 31);
      }
      this.categorySet[base + node] = this.words.length;
      this.words.push(...words);
    }
  }

  finish(): Pick<TreeEnsemble, 'categorySet' | 'categorySets'> {
    if (this.words.length === 0) return {};
    return { categorySet: this.categorySet, categorySets: Uint32Array.from(this.words) };
  }
}
