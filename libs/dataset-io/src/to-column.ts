import type { FeatureColumn } from '@antidote/tabular';
import { encodeTexts } from './encode-texts.js';
import { readNumbers } from './read-numbers.js';

/** A feature column: numeric when every cell is a number or missing, else a category, whose `NA` is a value. */
export function toColumn(name: string, rows: string[][], column: number): FeatureColumn {
  const values = readNumbers(rows, column);
  if (values instanceof Float64Array) return { kind: 'numeric', name, values };
  const { codes, texts } = encodeTexts(rows, column, (cell) => cell === '');
  return { kind: 'category', name, codes, categories: texts };
}
