import type { BoostedModel } from './boosted-model.js';

/** True when every walk from a root ends in a leaf and every category set lies within the sets. */
export function soundBoosting({ trees, baseline, classes, features }: BoostedModel): boolean {
  const { roots, feature, threshold, missingLeft, next, leafValue, categorySet, categorySets, targetCount } = trees;
  const nodeCount = feature.length;
  if (targetCount !== (classes.length <= 2 ? 1 : classes.length) || baseline.length !== targetCount) return false;
  if ([threshold, missingLeft, next, leafValue, categorySet].some((array) => array.length !== nodeCount)) return false;
  for (let node = 0; node < nodeCount; node++) {
    const split = feature[node]!;
    if (split < 0) continue;
    // Children lie after their parent, so that a walk always ends.
    if (split >= features.length || next[node]! <= node || next[node]! + 1 >= nodeCount) return false;
    const words = Math.ceil((features[split]!.categories?.length ?? 0) / 32);
    if (categorySet[node]! >= 0 && categorySet[node]! + words > categorySets.length) return false;
  }
  return roots.length % targetCount === 0 && roots.every((root) => root >= 0 && root < nodeCount);
}
