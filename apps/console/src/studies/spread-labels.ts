/**
 * Moves labels apart along an axis so that none overlaps: each keeps its order, stays as near as it can to its wish,
 * and lies within the limits while they have room.
 *
 * @param wishes wished positions in pixels, in any order
 * @param gap least distance between two labels
 * @returns positions in the order of `wishes`
 */
export function spreadLabels(wishes: readonly number[], gap: number, lowest: number, highest: number): number[] {
  const order = wishes.map((_, index) => index).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
  const placed: number[] = new Array(wishes.length);
  let limit = lowest;
  for (const index of order) {
    placed[index] = Math.max(wishes[index]!, limit);
    limit = placed[index] + gap;
  }
  // What was pushed past the end moves back, pushing its neighbours in turn.
  limit = highest;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(placed[index]!, limit);
    limit = placed[index] - gap;
  }
  return placed;
}
