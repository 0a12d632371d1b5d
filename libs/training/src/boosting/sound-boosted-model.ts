import { allFinite } from '../binning/all-finite.js';
import type { BoostedModel } from './boosted-model.js';

/** True when the arrays fit each other and every walk over them stays inside and ends at a number. */
export function isSoundBoostedModel({ trees, baseline, features, classes }: BoostedModel): boolean {
  const { roots, feature, next, categorySet, categorySets, targetCount } = trees;
  const nodeCount = feature.length;
  const targets = classes.length <= 2 ? 1 : classes.length;
  const isSplitSound = (split: number, node: number): boolean => {
    if (split < 0) return true;
    const schema = features[split];
    // Children lie after their parent, so that a walk always ends.
    if (!schema || next[node]! <= node || next[node]! + 1 >= nodeCount) return false;
    const set = categorySet[node]!;
    if (schema.type === 'numeric') return set === -1;
    return set >= 0 && set + Math.ceil(schema.categories!.length / 32) <= categorySets.length;
  };
  return (
    allFinite(baseline) &&
    allFinite(trees.leafValue) &&
    [trees.threshold, trees.missingLeft, next, trees.leafValue, categorySet, trees.gain].every(
      (list) => list.length === nodeCount,
    ) &&
    targetCount === targets &&
    baseline.length === targets &&
    roots.length > 0 &&
    roots.length % targets === 0 &&
    roots.every((root) => root >= 0 && root < nodeCount) &&
    feature.every(isSplitSound)
  );
}
