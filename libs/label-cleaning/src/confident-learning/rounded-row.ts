/**
 * Numbers as integers with the same sum: each rounded, half to even, then those that lost or gained most by it moved by
 * one until the sum is right; where they tie, the last ones go up and the first ones down. The sum of the numbers is a whole number.
 * @see cleanlab's `round_preserving_sum`
 */
export function roundedRow(numbers: Float64Array): Int32Array {
  const rounded = Int32Array.from(numbers, roundHalfEven);
  const sum = Math.round(numbers.reduce((total, number) => total + number, 0));
  let missing = sum - rounded.reduce((total, number) => total + number, 0);
  const step = Math.sign(missing);
  const gap = (i: number) => numbers[i]! - rounded[i]!;
  const order = [...numbers.keys()].sort((a, b) => step * (gap(b) - gap(a)) || step * (b - a));
  for (let i = 0; missing !== 0; i = (i + 1) % order.length, missing -= step) rounded[order[i]!]! += step;
  return rounded;
}

function roundHalfEven(number: number): number {
  const below = Math.floor(number);
  if (number - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(number);
}
