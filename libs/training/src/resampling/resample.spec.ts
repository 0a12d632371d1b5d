import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { classCounts, selectRows, type CategoryColumn, type NumericColumn, type Table } from '@antidote/tabular';
import fc from 'fast-check';
import { category, numeric, randomTable } from '../testing/tables.js';
import { resample, RESAMPLING_NAMES, type ResamplingName, type ResampleOptions } from './resample.js';

const fixture = JSON.parse(readFileSync(new URL('./fixtures/imbalanced-learn.json', import.meta.url), 'utf8')) as {
  tomek: { values: number[][]; labels: number[]; kept: number[]; keptAll: number[]; keptScaled: number[] }[];
  counts: { sizes: number[]; over: number[]; under: number[]; smote: number[] }[];
};
const refusal = (code: string) => expect.objectContaining({ code });

function tableOf(features: Table['features'], labels: number[], firstId = 100): Table {
  const classes = Array.from({ length: Math.max(...labels) + 1 }, (_, c) => `class ${c}`);
  return {
    rowCount: labels.length,
    rowIds: Uint32Array.from(labels, (_, row) => firstId + row),
    features,
    target: { name: 'y', codes: Int32Array.from(labels), classes },
  };
}
const matrixTable = (rows: number[][], labels: number[]) =>
  tableOf(
    rows[0]!.map((_, f) =>
      numeric(
        `x${f}`,
        rows.map((row) => row[f]!),
      ),
    ),
    labels,
    0,
  );
/** Three classes of uneven size over a number with many values, one with few and missing ones, and a category. */
function mixedTable(seed: number, rowCount = 120): Table {
  const { features } = randomTable(seed, rowCount, 2);
  return tableOf(
    features,
    Array.from({ length: rowCount }, (_, row) => (row % 10 === 0 ? 2 : row % 4 === 0 ? 1 : 0)),
  );
}
const every = (table: Table) => Array.from({ length: table.rowCount }, (_, row) => row);
const sizes = ({ target }: Table) => [...classCounts(target.codes, target.classes.length)];
const run = (name: ResamplingName, table: Table, options: Partial<ResampleOptions> = {}) =>
  resample(name, table, every(table), { seed: 1, ...options });

describe('resample', () => {
  /* The class of two rows at 0 and 10 grows to four: both new rows lie between, at the weight that provenance says. */
  it('makes synthetic rows between two parents worked by hand', () => {
    const table = tableOf([numeric('x', [0, 10, 50, 51, 52, 53])], [1, 1, 0, 0, 0, 0]);
    const { table: grown, provenance, warnings } = run('smote', table);
    const { added, removed } = provenance;
    expect(sizes(grown)).toEqual([4, 4]);
    expect([...added.rowIds]).toEqual([106, 107]);
    expect([...grown.rowIds]).toEqual([100, 101, 102, 103, 104, 105, 106, 107]);
    for (const i of [0, 1]) {
      expect([added.parents[i], added.neighbors[i]].sort()).toEqual([100, 101]);
      const share = added.parents[i] === 100 ? added.weights[i]! : 1 - added.weights[i]!;
      expect((grown.features[0] as NumericColumn).values[6 + i]).toBeCloseTo(10 * share, 12);
    }
    expect(removed).toHaveLength(0);
    expect(warnings).toEqual(['Class "class 1" has 2 training rows: each has 1 of the 5 neighbours asked for.']);
  });

  it.each(fixture.tomek.map((one, i) => [i, one] as const))(
    'finds imbalanced-learn’s Tomek links, case %i',
    (_, one) => {
      const table = matrixTable(one.values, one.labels);
      expect([...run('tomek-links', table, { scaling: 'none' }).table.rowIds]).toEqual(one.kept);
      expect([...run('tomek-links', table).table.rowIds]).toEqual(one.keptScaled);
      const { kept, added } = cleaned(table);
      expect(kept).toEqual(one.keptAll);
      expect(added).toBe(0);
    },
  );

  /** smote-tomek where nothing has to grow: the links alone. */
  function cleaned(table: Table) {
    const { table: left, provenance } = run('smote-tomek', table, { scaling: 'none', samplingRatio: 0.01 });
    return { kept: [...left.rowIds], added: provenance.added.rowIds.length };
  }

  it.each(fixture.counts)(
    'reaches imbalanced-learn’s class sizes from $sizes',
    ({ sizes: given, over, under, smote }) => {
      const labels = given.flatMap((count, c) => new Array<number>(count).fill(c));
      const table = matrixTable(
        labels.map((_, row) => [Math.sin(row * 7), Math.cos(row * 3)]),
        labels,
      );
      expect(sizes(run('random-over', table).table)).toEqual(over);
      expect(sizes(run('random-under', table).table)).toEqual(under);
      expect(sizes(run('smote', table).table)).toEqual(smote);
    },
  );

  it('goes as far as samplingRatio says', () => {
    const table = tableOf(
      [numeric('x', every({ rowCount: 110 } as Table))],
      [...new Array<number>(100).fill(0), ...new Array<number>(10).fill(1)],
    );
    expect(sizes(run('random-over', table, { samplingRatio: 0.5 }).table)).toEqual([100, 50]);
    expect(sizes(run('random-under', table, { samplingRatio: 0.5 }).table)).toEqual([20, 10]);
    expect(sizes(run('smote', table, { samplingRatio: 0.05 }).table)).toEqual([100, 10]);
  });

  it('puts each synthetic row on the segment of same-class neighbours, with a category of the neighbours', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const table = mixedTable(seed, 60);
        const { table: grown, provenance } = resample('smote-nc', table, every(table), { seed, kNeighbors: 3 });
        const { parents, neighbors, weights, rowIds } = provenance.added;
        const [fine, coarse, kind] = table.features as [NumericColumn, NumericColumn, CategoryColumn];
        const [newFine, newCoarse, newKind] = grown.features as [NumericColumn, NumericColumn, CategoryColumn];
        rowIds.forEach((id, i) => {
          const at = table.rowCount + i;
          const [a, b] = [parents[i]! - 100, neighbors[i]! - 100] as const;
          expect(grown.rowIds[at]).toBe(id);
          expect(a).not.toBe(b);
          expect(table.target.codes[a]).toBe(table.target.codes[b]);
          expect(grown.target.codes[at]).toBe(table.target.codes[a]);
          expect(newFine.values[at]).toBeCloseTo(
            fine.values[a]! + weights[i]! * (fine.values[b]! - fine.values[a]!),
            12,
          );
          const present = [coarse.values[a]!, coarse.values[b]!].filter((value) => !Number.isNaN(value));
          const value = newCoarse.values[at]!;
          if (present.length === 2) {
            expect(value).toBeGreaterThanOrEqual(Math.min(...present));
            expect(value).toBeLessThanOrEqual(Math.max(...present));
          } else expect([coarse.values[a]!, coarse.values[b]!]).toContainEqual(value);
          const ofClass = every(table).filter((row) => table.target.codes[row] === table.target.codes[a]);
          expect(ofClass.map((row) => kind.codes[row])).toContain(newKind.codes[at]);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('takes the commonest category of the neighbours, which the parent itself is not among', () => {
    const table = tableOf(
      [
        numeric('x', [0, 1, 2, 3, 90, 91, 92, 93, 94, 95]),
        category('k', [1, 0, 0, 2, 1, 1, 1, 1, 1, 1], ['a', 'b', 'c']),
      ],
      [1, 1, 1, 1, 0, 0, 0, 0, 0, 0],
    );
    const { table: grown, provenance } = run('smote-nc', table, { kNeighbors: 3 });
    const kinds = (grown.features[1] as CategoryColumn).codes;
    // With three neighbours each row sees the other three: two of 0 but for the rows that are 0 themselves.
    provenance.added.parents.forEach((id, i) => {
      const nearestFirst = { 100: [0, 0, 2], 101: [1, 0, 2], 102: [0, 2, 1], 103: [0, 0, 1] }[id]!;
      expect(kinds[10 + i]).toBe(nearestFirst[0]);
    });
  });

  it('takes both rows of the links that SMOTE leaves, and never lists a synthetic row as removed', () => {
    const table = mixedTable(5, 200);
    const { table: resampled, provenance } = run('smote-tomek', table);
    const { rowIds, parents } = provenance.added;
    expect(rowIds.length + table.rowCount - provenance.removed.length).toBe(resampled.rowCount);
    expect(provenance.removed.every((id) => id < 300)).toBe(true);
    expect([...rowIds]).toEqual(Array.from(rowIds, (_, i) => 300 + i));
    expect(parents.every((id) => id >= 100 && id < 300)).toBe(true);
    const left = new Set(resampled.rowIds);
    expect(provenance.removed.some((id) => left.has(id))).toBe(false);
  });

  it('reads and changes training rows only, whichever the method; same seed, same bytes', () => {
    const table = mixedTable(9, 150);
    const rows = every(table).filter((row) => row % 3 !== 0);
    const spoilt = tableOf(
      table.features.map((column) =>
        column.kind === 'numeric'
          ? { ...column, values: column.values.map((value, row) => (row % 3 === 0 ? 1e9 : value)) }
          : { ...column, codes: column.codes.map((code, row) => (row % 3 === 0 ? 3 : code)) },
      ),
      Array.from(table.target.codes, (code, row) => (row % 3 === 0 ? 0 : code)),
    );
    for (const name of RESAMPLING_NAMES.filter((name) => name !== 'smote')) {
      const one = resample(name, table, rows, { seed: 6 });
      expect(resample(name, spoilt, rows.toReversed(), { seed: 6 })).toEqual(one);
      const ids = new Set(rows.map((row) => table.rowIds[row]!));
      for (const list of [one.provenance.removed, one.provenance.added.parents, one.provenance.added.neighbors]) {
        expect([...list].every((id) => ids.has(id))).toBe(true);
      }
      expect([...one.table.rowIds]).toEqual([...new Set(one.table.rowIds)].sort((a, b) => a - b));
      const kept = one.table.rowIds.filter((id) => id < 250);
      const original = selectRows(
        table,
        Array.from(kept, (id) => id - 100),
      );
      expect(selectRows(one.table, every(original))).toEqual(original);
      expect([...kept, ...one.provenance.removed].sort((a, b) => a - b)).toEqual([...ids]);
    }
    expect(resample('smote-nc', table, rows, { seed: 7 })).not.toEqual(resample('smote-nc', table, rows, { seed: 6 }));
  });

  it('copies rows whole, of smaller classes only', () => {
    const table = mixedTable(4, 80);
    const { table: grown, provenance } = run('random-over', table);
    const copies = selectRows(
      table,
      Array.from(provenance.added.parents, (id) => id - 100),
    );
    const added = selectRows(
      grown,
      Array.from(provenance.added.rowIds, (_, i) => 80 + i),
    );
    expect(added.features).toEqual(copies.features);
    expect(added.target).toEqual(copies.target);
    expect(provenance.added.neighbors).toEqual(provenance.added.parents);
    expect(copies.target.codes).not.toContain(0);
  });

  it('defines missing values, constant columns and rows without a label', () => {
    const table = tableOf(
      [
        numeric('constant', new Array<number>(8).fill(7)),
        numeric('empty', new Array<null>(8).fill(null)),
        numeric('x', [0, null, 1, 9, 8, 7, null, 6]),
        numeric('infinite', [0, Infinity, 1, 2, 3, 4, 5, 6]),
      ],
      [1, 1, 1, 0, 0, 0, 0, 0],
    );
    table.target.codes[7] = -1;
    for (const name of RESAMPLING_NAMES) {
      const { table: resampled, provenance } = run(name, table);
      const [constant, empty] = resampled.features as NumericColumn[];
      expect(new Set(constant!.values)).toEqual(new Set([7]));
      expect(empty!.values.every(Number.isNaN)).toBe(true);
      expect([...resampled.rowIds, ...provenance.removed]).not.toContain(107);
    }
    expect(sizes(run('smote', table).table)).toEqual([4, 4]);
  });

  it('starts new row ids where it is told', () => {
    const table = mixedTable(1, 40);
    expect(run('random-over', table, { firstNewRowId: 5000 }).provenance.added.rowIds[0]).toBe(5000);
    expect(() => run('random-over', table, { firstNewRowId: 2 ** 32 - 2 })).toThrow(refusal('limit_exceeded'));
  });

  it('refuses what it cannot do, naming the column, class or row', () => {
    const table = mixedTable(2, 40);
    expect(() => run('smote', table)).toThrow(/categories of column 'kind'; resample by smote-nc/);
    expect(() => run('smote', table)).toThrow(refusal('invalid_argument'));
    expect(() => run('adasyn' as ResamplingName, table)).toThrow(/give one of none, random-over/);
    const single = tableOf([numeric('x', [1, 2, 3, 4])], [0, 0, 0, 1]);
    expect(() => run('smote', single)).toThrow(/Class "class 1" has 1 training row .* random-over/);
    expect(() => run('smote', single)).toThrow(refusal('too_few_rows'));
    expect(() => resample('random-under', single, [0, 1], { seed: 1 })).toThrow(refusal('single_class'));
    expect(() => resample('none', single, [0, 0], { seed: 1 })).toThrow(/Row 0 is among the training rows twice/);
    expect(() => resample('none', single, [4], { seed: 1 })).toThrow(refusal('shape_mismatch'));
    for (const samplingRatio of [0, 1.5, NaN]) {
      expect(() => run('random-over', single, { samplingRatio })).toThrow(refusal('parameter_out_of_range'));
    }
    expect(() => run('smote', single, { kNeighbors: 0 })).toThrow(refusal('parameter_out_of_range'));
  });

  it('warns of a class that loses its last row', () => {
    const table = tableOf([numeric('x', [0, 0.1, 5, 6, 7, 20, 21])], [0, 1, 1, 1, 1, 2, 2]);
    expect(run('tomek-links', table).warnings).toEqual([]);
    const three = tableOf([numeric('x', [0, 0.1, 5, 6])], [0, 1, 2, 2]);
    const { warnings, table: left } = run('tomek-links', three);
    expect(sizes(left)).toEqual([1, 0, 2]);
    expect(warnings).toEqual(['Class "class 1" lost its last training row to Tomek links.']);
  });
});
