import { DomainError } from './domain-error.js';

/** Rows that belong together, such as those of one patient: group numbers in order of first appearance. */
export interface Groups {
  count: number;
  /** Group of each row, in [0, count). */
  of: Int32Array;
  size: Uint32Array;
}

/**
 * Numbers the groups from 0.
 *
 * @param keys a whole number of at least 0 a row, equal within a group; such as the codes of a category
 * @throws DomainError `invalid_argument` for a row without a group
 */
export function numberGroups(keys: ArrayLike<number>): Groups {
  const numbers = new Map<number, number>();
  const of = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!;
    if (!(key >= 0)) {
      throw new DomainError(
        'invalid_argument',
        `Row ${row} has no group; give it one, its own where it stands alone.`,
        {
          row,
        },
      );
    }
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    of[row] = number;
  }
  const size = new Uint32Array(numbers.size);
  for (const group of of) size[group]!++;
  return { count: numbers.size, of, size };
}
