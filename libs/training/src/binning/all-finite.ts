/** Whether no value is missing or infinite. Of a finite number 0 is added, of others NaN, to four sums: no branch, no wait. */
export function allFinite(values: Float64Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let row = 0;
  for (; row + 4 <= values.length; row += 4) {
    a += values[row]! - values[row]!;
    b += values[row + 1]! - values[row + 1]!;
    c += values[row + 2]! - values[row + 2]!;
    d += values[row + 3]! - values[row + 3]!;
  }
  for (; row < values.length; row++) a += values[row]! - values[row]!;
  return a + b + c + d === 0;
}
