import { describe, expect, it } from '@jest/globals';
import type { Version } from '@antidote/contracts';
import { fileWords } from './file-facts.js';

type RegisteredFile = NonNullable<Version['file']>;
const file = (change: Partial<RegisteredFile> = {}): RegisteredFile => ({
  format: 'csv',
  compression: null,
  dialect: { delimiter: ';', newline: '\n', bom: false },
  bytes: 4_000,
  rowsIn: 150,
  quarantined: { count: 0, rows: [] },
  ...change,
});

describe('fileWords', () => {
  it('tells format and dialect, and that all rows were kept', () => {
    expect(fileWords(file())).toBe('CSV, with semicolons: 150 rows came in, and all were kept.');
    expect(fileWords(file({ format: 'parquet', dialect: null }))).toMatch(/^Parquet: 150 rows/);
    expect(fileWords(file({ format: 'jsonl', dialect: null, compression: 'gzip' }))).toMatch(/^JSON Lines in gzip: /);
  });

  it('tells which lines were left out', () => {
    const rows = [3, 9].map((line) => ({ row: line - 2, line, cells: 2 }));
    expect(fileWords(file({ quarantined: { count: 2, rows } }))).toMatch(
      /2 rows with a wrong number of cells were left out \(lines 3, 9\)\.$/,
    );
    expect(fileWords(file({ quarantined: { count: 1, rows: rows.slice(0, 1) } }))).toMatch(
      /1 row with a wrong number of cells was left out \(line 3\)\.$/,
    );
  });
});
