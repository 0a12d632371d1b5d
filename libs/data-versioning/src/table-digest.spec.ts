import { describe, expect, it } from '@jest/globals';
import type { Table } from '@antidote/tabular';
import { sha256Hex } from './sha256-hex.js';
import { tableDigest } from './table-digest.js';

function table(): Table {
  return {
    rowCount: 3,
    rowIds: Uint32Array.of(0, 1, 2),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.of(1, NaN, 0) },
      { kind: 'category', name: 'k', codes: Int32Array.of(0, 1, -1), categories: ['p', 'q'] },
    ],
    target: { name: 'label', codes: Int32Array.of(0, 1, -1), classes: ['a', 'b'] },
  };
}
const changed = (change: (table: Table) => void) => {
  const copy = table();
  change(copy);
  return tableDigest(copy);
};

describe('tableDigest', () => {
  it('is fixed: versions are found by it for ever', () => {
    expect(tableDigest(table())).toBe('bbd4610b481c14f30f4051c2c3a9cc00daffc87e64416b30e7aaf3095db60ac0');
  });

  it.each<[string, (table: Table) => void]>([
    ['a value', ({ features: [x] }) => x!.kind === 'numeric' && (x!.values[0] = 2)],
    ['a value that goes missing', ({ features: [x] }) => x!.kind === 'numeric' && (x!.values[0] = NaN)],
    ['a category', ({ features: [, k] }) => k!.kind === 'category' && (k!.codes[0] = 1)],
    ['the text of a category', ({ features: [, k] }) => k!.kind === 'category' && (k!.categories = ['p', 'r'])],
    ['a label', ({ target }) => (target.codes[0] = 1)],
    ['the text of a class', ({ target }) => (target.classes = ['a', 'c'])],
    ['a row id', ({ rowIds }) => (rowIds[2] = 5)],
    ['a column’s name', ({ features: [x] }) => (x!.name = 'y')],
    ['the target’s name', ({ target }) => (target.name = 'class')],
    ['the columns’ order', ({ features }) => features.reverse()],
    ['an absent column', ({ features }) => features.pop()],
  ])('changes with %s', (_, change) => {
    expect(changed(change)).not.toBe(tableDigest(table()));
  });

  it('does not change with the sign of zero, the kind of NaN, or texts that no row bears', () => {
    const odd = changed(({ features: [x, k], target }) => {
      if (x!.kind === 'numeric') {
        x!.values[2] = -0;
        new Uint32Array(x!.values.buffer).set([7, 0xfff80000], 2);
      }
      if (k!.kind === 'category') {
        k!.categories = ['none', 'p', 'q'];
        k!.codes = Int32Array.of(1, 2, -1);
      }
      target.classes = ['a', 'aa', 'b'];
      target.codes = Int32Array.of(0, 2, -1);
    });
    expect(odd).toBe(tableDigest(table()));
  });

  it('reads arrays that are views into larger ones', () => {
    const view = changed((copy) => (copy.rowIds = Uint32Array.of(9, 0, 1, 2).subarray(1)));
    expect(view).toBe(tableDigest(table()));
  });
});

describe('sha256Hex', () => {
  it('agrees with FIPS 180', () => {
    expect(sha256Hex(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
