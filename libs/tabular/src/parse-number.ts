/**
 * The number that a cell holds, NaN when it holds none. Decimal notation with an optional exponent, blanks around
 * allowed; not `0x1F`, `1,5`, `Infinity` or a blank cell.
 */
export function parseNumber(cell: string): number {
  const value = Number(cell);
  if (!Number.isFinite(value)) return NaN;
  // Number() reads blanks as 0, and the hexadecimal, octal and binary notation of programs.
  if (value === 0 && cell.trim() === '') return NaN;
  return cell.length > 2 && /0[xob]/i.test(cell) ? NaN : value;
}

/** Texts that mean missing where the other values are numbers. */
const NUMERIC_MISSING = new Set(['', 'NA', 'NaN', 'nan']);

export const isMissingNumber = (cell: string) => NUMERIC_MISSING.has(cell);
