import type { FeatureSchema } from '@antidote/tabular';
import type { TreeEnsemble } from './tree-ensemble.js';

/** True when every walk from a root ends in a leaf that has a distribution. */
export function soundTrees(trees: TreeEnsemble, features: FeatureSchema[], classCount: number): boolean {
  const { roots, feature, threshold, missingLeft, next, leafProbabilities, categorySet, categorySets } = trees;
  const nodeCount = feature.length;
  if (trees.classCount !== classCount || roots.length === 0) return false;
  if ([threshold, missingLeft, next].some((array) => array.length !== nodeCount)) return false;
  if (!leafProbabilities.every((share) => share >= 0 && share <= 1)) return false;
  if (categorySet && categorySet.length !== nodeCount) return false;
  const distributions = leafProbabilities.length / classCount;
  for (let node = 0; node < nodeCount; node++) {
    const to = next[node]!;
    // Children lie after their parent, so that a walk always ends.
    const holds =
      feature[node]! < 0
        ? to >= 0 && to < distributions
        : feature[node]! < features.length && to > node && to + 1 < nodeCount;
    if (!holds) return false;
    const set = categorySet?.[node] ?? -1;
    if (set < 0) continue;
    const words = Math.ceil((features[feature[node]!]?.categories?.length ?? Infinity) / 32);
    if (set + words > (categorySets?.length ?? 0)) return false;
  }
  return roots.every((root) => root >= 0 && root < nodeCount);
}
