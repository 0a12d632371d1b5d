import { isMissingNumber, parseNumber } from '@antidote/tabular';

/**
 * A numeric column, or the row of the first cell that is neither a number nor missing. One pass: a number is parsed
 * once.
 */
export function readNumbers(rows: string[][], column: number): Float64Array | { firstText: number } {
  const values = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const cell = rows[row]![column]!;
    const value = parseNumber(cell);
    if (Number.isNaN(value) && !isMissingNumber(cell)) return { firstText: row };
    values[row] = value;
  }
  return values;
}
