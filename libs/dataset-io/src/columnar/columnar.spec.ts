import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Table } from '@antidote/tabular';
import { decodeTable } from './decode-table.js';
import { encodeTable } from './encode-table.js';

const tableOf = (values: number[], texts: (string | null)[]): Table => {
  const categories = [...new Set(texts.filter((text) => text !== null))].sort();
  const codes = Int32Array.from(texts, (text) => (text === null ? -1 : categories.indexOf(text)));
  return {
    rowCount: values.length,
    rowIds: Uint32Array.from(values.keys()),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(values) },
      { kind: 'category', name: '__proto__', codes, categories },
    ],
    target: { name: 'label', codes: codes.slice(), classes: [...categories] },
    context: [{ kind: 'category', role: 'source', name: 'by', codes: codes.slice(), categories: [...categories] }],
  };
};
const leavesOf = (table: Table) => new Uint8Array(table.rowCount * 32).fill(7);

describe('encodeTable and decodeTable', () => {
  it('give back the same table, whatever it holds', () => {
    const number = fc.oneof(
      fc.double(),
      fc.integer({ min: -200, max: 200 }),
      fc.integer(),
      fc.constantFrom(NaN, -0, 0, 2 ** 40, 0.5),
    );
    const text = fc.option(fc.string({ unit: 'grapheme', minLength: 1 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(number, text), { minLength: 1, maxLength: 40 }), (rows) => {
        const table = tableOf(
          rows.map(([value]) => value),
          rows.map(([, of]) => of),
        );
        const stored = { table, leaves: leavesOf(table) };
        const bytes = encodeTable(stored);
        expect(decodeTable(bytes)).toEqual(stored);
        expect(decodeTable(Buffer.concat([Buffer.of(1, 2, 3), bytes]).subarray(3))).toEqual(stored);
        expect(encodeTable(decodeTable(bytes))).toEqual(bytes);
      }),
    );
  });

  it('store small numbers small, and row ids only where rows are absent', () => {
    const small = tableOf(
      Array.from({ length: 1000 }, (_, row) => row % 100),
      Array.from({ length: 1000 }, () => 'a'),
    );
    expect(encodeTable({ table: small, leaves: new Uint8Array() }).length).toBeLessThan(1000 * 4 + 1500);
    const gaps = { ...tableOf([1, 2], ['a', 'b']), rowIds: Uint32Array.of(3, 9) };
    expect(decodeTable(encodeTable({ table: gaps, leaves: leavesOf(gaps) })).table.rowIds).toEqual(
      Uint32Array.of(3, 9),
    );
  });

  it('refuse other bytes', () => {
    expect(() => decodeTable(Buffer.from('x,label\n1,a\n'))).toThrow(
      expect.objectContaining({ code: 'digest_mismatch' }),
    );
  });
});
