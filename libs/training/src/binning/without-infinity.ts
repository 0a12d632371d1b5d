import { allFinite } from './all-finite.js';

/** The values with NaN, which is missing, for an infinity; the same array where there is none. */
export function withoutInfinity(values: Float64Array): Float64Array {
  if (allFinite(values)) return values;
  for (let row = 0; row < values.length; row++) {
    // x - x is 0 for a finite x, and NaN for an infinity.
    if (values[row]! - values[row]! !== 0 && values[row] === values[row]) {
      return values.map((value) => (Number.isFinite(value) ? value : NaN));
    }
  }
  return values;
}
