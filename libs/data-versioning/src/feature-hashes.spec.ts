import { describe, expect, it } from '@jest/globals';
import type { Table } from '@antidote/tabular';
import { featureHashes, hashAt } from './feature-hashes.js';

const table = (): Table => ({
  rowCount: 4,
  rowIds: Uint32Array.of(0, 1, 2, 3),
  features: [
    { kind: 'numeric', name: 'x', values: Float64Array.of(1, NaN, 1, -0) },
    { kind: 'category', name: 'k', codes: Int32Array.of(1, -1, 1, 0), categories: ['p', 'q'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 1, 1, 0), classes: ['a', 'b'] },
});
const hashesOf = (of: Table) => [...Array(of.rowCount).keys()].map((row) => hashAt(featureHashes(of), row));

describe('featureHashes', () => {
  it('are equal where features are, whatever the labels and row ids', () => {
    const [first, second, third, fourth] = hashesOf(table());
    expect(third).toBe(first);
    expect(new Set([first, second, fourth]).size).toBe(3);
  });

  it('see no difference in the order of columns, other texts, or the sign of zero', () => {
    const other = table();
    other.features.reverse();
    other.features[0] = { kind: 'category', name: 'k', codes: Int32Array.of(2, -1, 2, 1), categories: ['a', 'p', 'q'] };
    other.features[1] = { kind: 'numeric', name: 'x', values: Float64Array.of(1, NaN, 1, 0) };
    expect(hashesOf(other)).toEqual(hashesOf(table()));
  });

  it('differ with a value and with a column’s name', () => {
    const renamed = table();
    renamed.features[0]!.name = 'y';
    expect(hashesOf(renamed)[0]).not.toBe(hashesOf(table())[0]);
  });

  it('keep texts of neighbouring columns apart', () => {
    const texts = (a: string, b: string): Table => ({
      ...table(),
      rowCount: 1,
      features: [
        { kind: 'category', name: 'a', codes: Int32Array.of(0), categories: [a] },
        { kind: 'category', name: 'b', codes: Int32Array.of(0), categories: [b] },
      ],
    });
    expect(hashesOf(texts('xy', 'z'))).not.toEqual(hashesOf(texts('x', 'yz')));
  });
});
