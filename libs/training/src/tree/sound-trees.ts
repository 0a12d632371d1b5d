import type { TreeEnsemble } from './tree-ensemble.js';

/** True when every walk from a root ends in a leaf that has a distribution. */
export function soundTrees(trees: TreeEnsemble, featureCount: number, classCount: number): boolean {
  const { roots, feature, threshold, missingLeft, next, leafProbabilities } = trees;
  const nodeCount = feature.length;
  if (trees.classCount !== classCount || roots.length === 0) return false;
  if ([threshold, missingLeft, next].some((array) => array.length !== nodeCount)) return false;
  const distributions = leafProbabilities.length / classCount;
  for (let node = 0; node < nodeCount; node++) {
    const to = next[node]!;
    // Children lie after their parent, so that a walk always ends.
    const holds =
      feature[node]! < 0
        ? to >= 0 && to < distributions
        : feature[node]! < featureCount && to > node && to + 1 < nodeCount;
    if (!holds) return false;
  }
  return roots.every((root) => root >= 0 && root < nodeCount);
}
