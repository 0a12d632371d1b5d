import { byCodePoint, type CategoryColumn, type FeatureColumn, type NumericColumn } from '@antidote/tabular';
import { parseNumber } from './parse-number.js';

/** Texts that mean missing where the other values are numbers. */
const NUMERIC_MISSING = new Set(['', 'NA', 'NaN', 'nan']);

export const isMissingNumber = (cell: string) => NUMERIC_MISSING.has(cell);

/** Whether every cell is a number or missing. */
export function isNumeric(rows: string[][], column: number): boolean {
  return rows.every((row) => isMissingNumber(row[column]!) || !Number.isNaN(parseNumber(row[column]!)));
}

/** Codes of the texts of a column among its sorted texts; -1 where `isMissing`. */
export function encodeTexts(
  rows: string[][],
  column: number,
  isMissing: (cell: string) => boolean,
): { codes: Int32Array; texts: string[] } {
  const firstCodes = new Map<string, number>();
  const codes = Int32Array.from(rows, (row) => {
    const cell = row[column]!;
    if (isMissing(cell)) return -1;
    let code = firstCodes.get(cell);
    if (code === undefined) firstCodes.set(cell, (code = firstCodes.size));
    return code;
  });
  const texts = [...firstCodes.keys()].sort(byCodePoint);
  const sorted = new Int32Array(texts.length);
  texts.forEach((text, code) => (sorted[firstCodes.get(text)!] = code));
  return { codes: codes.map((code) => (code < 0 ? -1 : sorted[code]!)), texts };
}

export function toNumericColumn(name: string, rows: string[][], column: number): NumericColumn {
  const values = Float64Array.from(rows, (row) => parseNumber(row[column]!));
  return { kind: 'numeric', name, values };
}

export function toCategoryColumn(name: string, rows: string[][], column: number): CategoryColumn {
  const { codes, texts } = encodeTexts(rows, column, (cell) => cell === '');
  return { kind: 'category', name, codes, categories: texts };
}

/** A feature column: numeric when every cell is a number or missing, else a category, whose `NA` is a value. */
export function toColumn(name: string, rows: string[][], column: number): FeatureColumn {
  return isNumeric(rows, column) ? toNumericColumn(name, rows, column) : toCategoryColumn(name, rows, column);
}
