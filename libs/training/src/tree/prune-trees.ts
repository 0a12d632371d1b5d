import type { SplitCriterion } from '../kernel/tree-job.js';
import { PROBABILITY_QUANTUM, type TreeEnsemble } from './tree-ensemble.js';

/**
 * Minimal cost-complexity pruning: of all subtrees with the same root, the smallest that minimises
 * R(T) + ccpAlpha * leaves, where R is the leaves' impurity weighted by their share of the training weight.
 * @see Breiman et al., Classification and Regression Trees (1984), chapter 3; scikit-learn's `ccp_alpha`
 */
export function pruneTrees(trees: TreeEnsemble, ccpAlpha: number, criterion: SplitCriterion): TreeEnsemble {
  const { classCount, feature, next, leafWeight, leafProbabilities, roots } = trees;
  const nodeCount = feature.length;
  const weights = new Float64Array(nodeCount * classCount);
  const cost = new Float64Array(nodeCount);
  const isCut = new Uint8Array(nodeCount);
  const totals = new Float64Array(nodeCount);
  let tree = roots.length - 1;
  let end = nodeCount;
  // Children lie behind their parents: from the back, a node's subtree is settled before the node.
  for (let root = roots[tree]!; tree >= 0; end = root, root = roots[--tree]!) {
    for (let node = end - 1; node >= root; node--) {
      const at = node * classCount;
      const child = next[node]!;
      if (feature[node]! < 0) {
        totals[node] = leafWeight![node]!;
        for (let c = 0; c < classCount; c++) {
          weights[at + c] = leafProbabilities[child * classCount + c]! * leafWeight![node]!;
        }
      } else {
        totals[node] = totals[child]! + totals[child + 1]!;
        for (let c = 0; c < classCount; c++) {
          weights[at + c] = weights[child * classCount + c]! + weights[(child + 1) * classCount + c]!;
        }
      }
    }
    const all = totals[root]!;
    for (let node = end - 1; node >= root; node--) {
      const own = impurity(weights, node * classCount, classCount, totals[node]!, criterion) * (totals[node]! / all);
      const asLeaf = own + ccpAlpha;
      if (feature[node]! < 0) {
        cost[node] = asLeaf;
        continue;
      }
      const asSplit = cost[next[node]!]! + cost[next[node]! + 1]!;
      // Sums of rounded shares: a tie is one within the rounding.
      isCut[node] = asLeaf <= asSplit + 1e-12 ? 1 : 0;
      cost[node] = Math.min(asLeaf, asSplit);
    }
  }
  return rebuilt(trees, isCut, weights, totals);
}

function impurity(weights: Float64Array, at: number, classCount: number, total: number, criterion: SplitCriterion) {
  let sum = 0;
  for (let c = 0; c < classCount; c++) {
    const share = weights[at + c]! / total;
    if (share > 0) sum += criterion === 'gini' ? share * share : share * Math.log2(share);
  }
  return criterion === 'gini' ? 1 - sum : -sum;
}

/** The nodes that are left, with a leaf at each cut. */
function rebuilt(trees: TreeEnsemble, isCut: Uint8Array, weights: Float64Array, totals: Float64Array): TreeEnsemble {
  const { classCount } = trees;
  /** Old number of each node that is kept, in its new place. */
  const kept: number[] = [];
  const next: number[] = [];
  const shares = Array.from(trees.leafProbabilities.subarray(0, classCount * classCount));
  const roots = trees.roots.map((root) => {
    const first = kept.length;
    kept.push(root);
    for (let at = first; at < kept.length; at++) {
      const node = kept[at]!;
      const isLeaf = trees.feature[node]! < 0 || isCut[node] === 1;
      if (!isLeaf) {
        next[at] = kept.length;
        kept.push(trees.next[node]!, trees.next[node]! + 1);
        continue;
      }
      const own = Array.from({ length: classCount }, (_, c) => weights[node * classCount + c]! / totals[node]!);
      const pure = own.findIndex((share) => share > 1 - 1e-12);
      next[at] = pure >= 0 ? pure : shares.length / classCount;
      if (pure < 0) shares.push(...own.map((share) => Math.round(share / PROBABILITY_QUANTUM) * PROBABILITY_QUANTUM));
    }
    return first;
  });
  const isLeaf = (node: number) => trees.feature[node]! < 0 || isCut[node] === 1;
  const pruned: TreeEnsemble = {
    classCount,
    roots,
    feature: Int32Array.from(kept, (node) => (isLeaf(node) ? -1 : trees.feature[node]!)),
    threshold: Float64Array.from(kept, (node) => (isLeaf(node) ? 0 : trees.threshold[node]!)),
    splitBin: Uint8Array.from(kept, (node) => (isLeaf(node) ? 0 : trees.splitBin[node]!)),
    missingLeft: Uint8Array.from(kept, (node) => (isLeaf(node) ? 0 : trees.missingLeft[node]!)),
    next: Int32Array.from(next),
    leafProbabilities: Float64Array.from(shares),
    leafWeight: Float64Array.from(kept, (node) => (isLeaf(node) ? totals[node]! : 0)),
  };
  if (!trees.categorySet) return pruned;
  const categorySet = Int32Array.from(kept, (node) => (isLeaf(node) ? -1 : trees.categorySet![node]!));
  return { ...pruned, categorySet, categorySets: trees.categorySets! };
}
