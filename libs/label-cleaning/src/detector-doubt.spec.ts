import { describe, expect, it } from '@jest/globals';
import { Random, type Table } from '@antidote/tabular';
import { detectorDoubt } from './detector-doubt.js';
import { findLabelIssues } from './find-label-issues.js';

function table(rowCount: number, valueOf: (row: number, random: Random) => number): Table {
  const random = new Random(1);
  return {
    rowCount,
    rowIds: Uint32Array.from({ length: rowCount }, (_, row) => row),
    features: [
      { kind: 'numeric', name: 'x', values: Float64Array.from({ length: rowCount }, (_, row) => valueOf(row, random)) },
    ],
    target: { name: 'label', codes: Int32Array.from({ length: rowCount }, (_, row) => row % 2), classes: ['a', 'b'] },
  };
}
const doubtOf = (of: Table) => detectorDoubt(of, findLabelIssues(of, { seed: 1 }));

describe('detectorDoubt', () => {
  it('has none where the features tell the label', () => {
    expect(doubtOf(table(60, (row) => row % 2))).toBeNull();
  });

  it('is told where they do not: noise, or one constant value', () => {
    expect(doubtOf(table(60, (_, random) => random.uniform()))).toMatch(/commonest class on 50.0%/);
    expect(doubtOf(table(60, () => 1))).toMatch(/the flags say little/);
  });

  it('counts a tie of votes for the label as right, and rows without a label not at all', () => {
    const codes = Int32Array.of(0, 0, 1, -1);
    const of = { target: { name: 'label', codes, classes: ['a', 'b'] } } as Table;
    const firstLook = Float64Array.of(0.5, 0.5, 0.9, 0.1, 0.9, 0.1, 0, 1);
    expect(detectorDoubt(of, { firstLook })).toMatch(/right on 66.7% .* commonest class on 66.7%/);
  });
});
