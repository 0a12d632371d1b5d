import { describe, expect, it } from '@jest/globals';
import type { Table } from '@antidote/tabular';
import {
  cohensKappa,
  drawTrustedRows,
  sealedRows,
  trustedPrecision,
  trustedTable,
  withoutTrusted,
} from './trusted-set.js';

/** 100 rows: x is the row, except that row 99 repeats the features of row 0; 70 a, 30 b. */
function table(): Table {
  return {
    rowCount: 100,
    rowIds: Uint32Array.from({ length: 100 }, (_, row) => row),
    features: [{ kind: 'numeric', name: 'x', values: Float64Array.from({ length: 100 }, (_, row) => row % 99) }],
    target: {
      name: 'label',
      codes: Int32Array.from({ length: 100 }, (_, row) => (row < 70 ? 0 : 1)),
      classes: ['a', 'b'],
    },
  };
}

describe('drawTrustedRows', () => {
  it('draws as many as asked for with the shares of the classes, the same by the same seed', () => {
    const rows = drawTrustedRows(table(), 20, 1);
    expect(rows).toHaveLength(20);
    expect(rows.filter((row) => row < 70)).toHaveLength(14);
    expect(drawTrustedRows(table(), 20, 1)).toEqual(rows);
    expect(drawTrustedRows(table(), 20, 2)).not.toEqual(rows);
    for (let size = 10; size <= 50; size++) expect(drawTrustedRows(table(), size, 3)).toHaveLength(size);
  });

  it('leaves training its rows', () => {
    expect(() => drawTrustedRows(table(), 51, 1)).toThrow('Draw at most 50');
  });
});

describe('trustedPrecision', () => {
  it('says what a set of 100 rows can tell', () => {
    const [worst] = trustedPrecision(100);
    expect(worst!.low).toBeCloseTo(0.4038, 4);
    expect(worst!.halfWidthPoints).toBeCloseTo(9.62, 2);
  });
});

describe('cohensKappa', () => {
  it('corrects agreement for chance', () => {
    // 2 x 2 table 20, 5 / 10, 15: observed 0.7, expected 0.5.
    const first = [...Array(25).fill('y'), ...Array(25).fill('n')] as string[];
    const second = [...Array(20).fill('y'), ...Array(5).fill('n'), ...Array(10).fill('y'), ...Array(15).fill('n')];
    expect(cohensKappa(first, second as string[])).toBeCloseTo(0.4, 12);
    expect(cohensKappa(['y', 'n'], ['y', 'n'])).toBe(1);
    expect(cohensKappa(['y'], ['y'])).toBeNull();
    expect(cohensKappa([], [])).toBeNull();
  });
});

describe('a sealed set', () => {
  const rows = sealedRows(
    table(),
    new Map([
      [80, 'c'],
      [0, 'b'],
    ]),
  );

  it('scores by the labels that people vouch for', () => {
    const trusted = trustedTable(table(), rows);
    expect(Array.from(trusted.rowIds)).toEqual([0, 80]);
    expect(Array.from(trusted.target.codes, (code) => trusted.target.classes[code])).toEqual(['b', 'c']);
  });

  it('is kept out of training by its features, wherever they turn up again', () => {
    const training = withoutTrusted(table(), rows);
    const unlabelled = Array.from(training.target.codes.keys()).filter((row) => training.target.codes[row] === -1);
    expect(unlabelled).toEqual([0, 80, 99]);
    expect(training.rowCount).toBe(100);
  });
});
