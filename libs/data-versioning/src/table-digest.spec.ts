import { describe, expect, it } from '@jest/globals';
import { applyPatch, emptyPatch, type Table } from '@antidote/tabular';
import { verifyInclusion } from './merkle-tree.js';
import { sha256Hex } from './sha256-hex.js';
import { patchedLeaves, proveRow, rowLeaves, tableDigest } from './table-digest.js';

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
    expect(tableDigest(table())).toBe('0e1606fa095812cdae140f348476191e8546ab4967dac8d6bb5d49c23eb81206');
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

describe('leaves and proofs', () => {
  it('hash only the rows that a patch touches, to the same digest', () => {
    const base = table();
    const patch = {
      ...emptyPatch(),
      relabel: [{ row: 0, from: 'a', to: 'c' }],
      drop: [1],
      add: [{ row: 3, label: 'b', values: ['2', 'z'], parents: [] }],
    };
    const patched = applyPatch(base, patch);
    const leaves = patchedLeaves(patched, { rowIds: base.rowIds, leaves: rowLeaves(base) }, new Set([0, 3]));
    expect(leaves).toEqual(rowLeaves(patched));
    expect(tableDigest(patched, leaves)).toBe(tableDigest(patched));
  });

  it('prove that a row is in the table, and no other', () => {
    const { digest, leaf, index, size, proof } = proveRow(table(), 1);
    const bytes = (hex: string) => Buffer.from(hex, 'hex');
    expect(digest).toBe(tableDigest(table()));
    const inclusion = { leaf: bytes(leaf), index, size, proof: proof.map(bytes) };
    expect(verifyInclusion(inclusion, bytes(digest))).toBe(true);
    expect(verifyInclusion({ ...inclusion, leaf: bytes(digest) }, bytes(digest))).toBe(false);
    expect(verifyInclusion({ ...inclusion, index: 1 }, bytes(digest))).toBe(false);
    expect(() => proveRow(table(), 3)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});

describe('sha256Hex', () => {
  it('agrees with FIPS 180', () => {
    expect(sha256Hex(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
