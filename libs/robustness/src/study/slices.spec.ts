import { describe, expect, it } from '@jest/globals';
import type { StudySpec } from '@antidote/contracts';
import { Random, type FeatureColumn, type Table } from '@antidote/tabular';
import { planStudy } from './plan-study.js';
import { reduceStudy } from './reduce-study.js';
import { runCells } from './run-cells.js';
import { prepareStudy } from './prepare-study.js';
import { sliceCodes, slicesOf } from './slices.js';

const category = (name: string, texts: string[]): FeatureColumn => {
  const categories = [...new Set(texts)].filter((text) => text !== '').sort();
  return { kind: 'category', name, categories, codes: Int32Array.from(texts, (text) => categories.indexOf(text)) };
};
const numeric = (name: string, values: number[]): FeatureColumn => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});

function tableOf(features: FeatureColumn[], labels: number[]): Table {
  return {
    rowCount: labels.length,
    rowIds: Uint32Array.from(labels.keys()),
    features,
    target: { name: 'label', classes: ['no', 'yes'], codes: Int32Array.from(labels) },
  };
}

const sliced = (feature: FeatureColumn) => {
  const rows = feature.kind === 'numeric' ? feature.values.length : feature.codes.length;
  const table = tableOf(
    [feature],
    Array.from({ length: rows }, (_, row) => row % 2),
  );
  const slices = slicesOf(table, feature.name);
  return { names: slices.names, codes: Array.from(sliceCodes(table, slices)) };
};

describe('slices of a table', () => {
  it('are the values of a category, the commonest first, and what is missing', () => {
    expect(sliced(category('plan', ['b', 'a', 'b', '', 'c']))).toEqual({
      names: ['b', 'a', 'c', 'missing'],
      codes: [0, 1, 0, 3, 2],
    });
  });

  it('put the rare values of a long list together', () => {
    const letters = 'aabbccddeeffgghhiijjklm'.split('');
    const { names, codes } = sliced(category('plan', letters));
    expect(names).toEqual([...'abcdefghij', 'other']);
    expect(codes.slice(-3)).toEqual([10, 10, 10]);
  });

  it('are the values of a number that has few, else its quarters', () => {
    expect(sliced(numeric('children', [2, 0, 1, 0, NaN]))).toEqual({
      names: ['0', '1', '2', 'missing'],
      codes: [2, 0, 1, 0, 3],
    });
    expect(sliced(numeric('age', [10, 20, 30, 40, 50, 60, 70, 80, 90]))).toEqual({
      names: ['up to 30', 'above 30 to 50', 'above 50 to 70', 'above 70'],
      codes: [0, 0, 0, 1, 1, 2, 2, 3, 3],
    });
  });

  it('read a table of its own by the same rule; what it does not know is in no slice', () => {
    const base = tableOf([category('plan', ['a', 'b', 'a', 'b'])], [0, 1, 0, 1]);
    const slices = slicesOf(base, 'plan');
    const other = tableOf([category('plan', ['b', 'z', 'a'])], [0, 1, 0]);
    expect(Array.from(sliceCodes(other, slices))).toEqual([1, -1, 0]);
    expect(Array.from(sliceCodes(tableOf([], [0, 1]), slices))).toEqual([-1, -1]);
  });

  it('refuse a column that there is not, and one that never varies', () => {
    const table = tableOf([category('plan', ['a', 'a']), numeric('x', [1, 2])], [0, 1]);
    expect(() => slicesOf(table, 'plann')).toThrow('There is no column "plann" to slice by; there are plan, x.');
    expect(() => slicesOf(table, 'plan')).toThrow('All rows have the same value of "plan"');
  });
});

describe('a study by slices', () => {
  // In one half x tells the label; the other half repeats few values, so that one wrong label is many wrong answers.
  const random = new Random(3);
  const half = Array.from({ length: 300 }, (_, row) => (row % 2 === 0 ? 'north' : 'south'));
  const x = half.map(() => random.uniform());
  const labels = x.map((value) => (value < 0.5 ? 0 : 1));
  const table = tableOf([category('place', half), numeric('x', x)], labels);
  const spec: StudySpec = {
    levels: [0, 20],
    models: ['decision-tree', 'k-nearest-neighbors'],
    attacks: ['uniform'],
    seeds: 6,
    seed: 42,
    testShare: 0.3,
    mitigations: ['pruned'],
    sliceBy: 'place',
  };
  const facts = { name: 't', sha256: '', rows: 300, features: 2, classes: ['no', 'yes'], target: 'label' };
  const prepared = prepareStudy(table, spec);
  const batches = planStudy(spec).map((batch) => runCells(table, spec, batch, prepared));
  const report = reduceStudy(facts, spec, batches);

  it('counts every scored row in one slice, so that slices sum up to the whole', () => {
    const { slices, cells } = report.slices!;
    expect(slices.map(({ name }) => name)).toEqual(['north', 'south']);
    expect(slices[0]!.rows + slices[1]!.rows).toBeCloseTo(report.testRows, 9);
    for (const { model, level, mean } of report.cells) {
      for (const batch of batches) {
        const cell = batch.cells.find((each) => each.model === model && each.level === level && !each.mitigation)!;
        const right = cell.sliceRight!.reduce((sum, count) => sum + count, 0);
        expect(right / batch.testRows).toBeCloseTo(cell.accuracy, 12);
      }
      const own = cells.filter((cell) => cell.model === model && cell.level === level);
      expect(Math.min(...own.map((cell) => cell.mean!))).toBeLessThanOrEqual(mean + 1e-12);
      expect(own.every(({ loss }) => (loss === null) === (level === 0))).toBe(true);
    }
  });

  it('changes nothing else in the report', () => {
    const { sliceBy: _, ...plain } = spec;
    const without = reduceStudy(
      facts,
      plain,
      planStudy(plain).map((batch) => runCells(table, plain, batch)),
    );
    const { slices: __, ...rest } = report;
    expect({ ...rest, spec: plain }).toEqual(without);
  });

  it('names the slice that loses more than all rows together', () => {
    const crafted = structuredClone(batches);
    for (const { cells, slices } of crafted) {
      for (const cell of cells) {
        if (cell.level > 0 && cell.sliceRight) cell.sliceRight = [slices!.rows[0]!, Math.floor(slices!.rows[1]! / 3)];
      }
    }
    const { sentences } = reduceStudy(facts, spec, crafted).slices!;
    expect(sentences[0]).toMatch(/^At 20% random flips the tree loses most where place is south: \d+\.\d points \(95%/);
  });
});
