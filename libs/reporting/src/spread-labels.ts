/**
 * Moves labels apart so that none covers another, each as near to its wanted place as the order allows.
 *
 * @param wanted positions along one axis
 * @param height least distance between two labels
 * @returns positions in the order of `wanted`, inside [low, high] where they fit
 */
export function spreadLabels(wanted: readonly number[], height: number, low: number, high: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const placed = order.map((index) => wanted[index]!);
  for (let i = 1; i < placed.length; i++) placed[i] = Math.max(placed[i]!, placed[i - 1]! + height);
  const overflow = Math.max(0, (placed.at(-1) ?? high) - high);
  if (overflow > 0) {
    placed[placed.length - 1]! -= overflow;
    for (let i = placed.length - 2; i >= 0; i--) placed[i] = Math.min(placed[i]!, placed[i + 1]! - height);
  }
  const underflow = Math.max(0, low - (placed[0] ?? low));
  const result = new Array<number>(wanted.length);
  order.forEach((index, i) => (result[index] = placed[i]! + underflow));
  return result;
}
