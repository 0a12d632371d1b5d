/** How much a node's children tell about the label; the split with the highest score wins. */
export type SplitCriterion = 'gini' | 'entropy';

/**
 * Entropy's score of a split: minus the children's weighted entropy, in bits, up to a constant of the node.
 * @param left class weights of the left child; the right child's are `all - left`
 */
export function entropyScore(left: Int32Array, all: Int32Array, classCount: number): number {
  let score = 0;
  let leftTotal = 0;
  let rightTotal = 0;
  for (let c = 0; c < classCount; c++) {
    const l = left[c]!;
    const r = all[c]! - l;
    if (l > 0) score += l * Math.log2(l);
    if (r > 0) score += r * Math.log2(r);
    leftTotal += l;
    rightTotal += r;
  }
  return score - leftTotal * Math.log2(leftTotal) - rightTotal * Math.log2(rightTotal);
}
