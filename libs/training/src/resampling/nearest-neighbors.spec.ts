import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Random } from '@antidote/tabular';
import fc from 'fast-check';
import { category, numeric } from '../testing/tables.js';
import { nearestNeighbors } from './nearest-neighbors.js';
import { columnScales, pointSet, type PointSet } from './point-set.js';

const { smotenc } = JSON.parse(readFileSync(new URL('./fixtures/imbalanced-learn.json', import.meta.url), 'utf8')) as {
  smotenc: { numbers: number[][]; categories: number[][]; labels: number[]; median: number; neighbors: number[][] };
};

function squaredDistance(points: PointSet, a: number, b: number): number {
  let sum = 0;
  for (let d = 0; d < points.dimensions; d++) {
    sum += (points.coordinates[a * points.dimensions + d]! - points.coordinates[b * points.dimensions + d]!) ** 2;
  }
  for (let c = 0; c < points.categoryColumns; c++) {
    const unequal =
      points.categories[a * points.categoryColumns + c] !== points.categories[b * points.categoryColumns + c];
    if (unequal) sum += points.mismatch;
  }
  return sum;
}

function bruteForce(points: PointSet, k: number): number[] {
  const all = Array.from({ length: points.count }, (_, point) => point);
  return all.flatMap((query) =>
    all
      .filter((point) => point !== query)
      .sort((a, b) => squaredDistance(points, query, a) - squaredDistance(points, query, b) || a - b)
      .slice(0, k),
  );
}

describe('nearestNeighbors', () => {
  it('orders five points on a line, of equally near ones the lower index first', () => {
    const points: PointSet = {
      count: 5,
      dimensions: 1,
      coordinates: Float64Array.of(4, 0, 1, 2, 9),
      categoryColumns: 0,
      categories: new Int32Array(0),
      mismatch: 0,
    };
    expect([...nearestNeighbors(points, 2).index]).toEqual([3, 2, 2, 3, 1, 3, 2, 0, 0, 3]);
  });

  it('finds what a search of all pairs finds, ties and categories included', () => {
    const property = fc.property(
      fc.integer({ min: 4, max: 40 }),
      fc.integer({ min: 0, max: 11 }),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(),
      (count, dimensions, categoryColumns, k, seed) => {
        const random = new Random(seed);
        const points: PointSet = {
          count,
          dimensions,
          // Small whole numbers: many exact ties, and sums without rounding.
          coordinates: Float64Array.from({ length: count * dimensions }, () => random.below(4)),
          categoryColumns,
          categories: Int32Array.from({ length: count * categoryColumns }, () => random.below(3) - 1),
          mismatch: 2,
        };
        expect([...nearestNeighbors(points, k).index]).toEqual(bruteForce(points, k));
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('finds the same with and without vectors, whatever the unit and the place of the points', () => {
    const property = fc.property(
      fc.integer({ min: 2, max: 300 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 0, max: 2 }),
      fc.constantFrom(1, 1e-300, 1e-30, 1e30, 1e150, 1e300),
      fc.constantFrom(0, 1, 1e9),
      fc.nat(),
      (count, dimensions, categoryColumns, unit, offset, seed) => {
        const random = new Random(seed);
        const points: PointSet = {
          count,
          dimensions,
          // Distances that single precision cannot tell apart are among them.
          coordinates: Float64Array.from(
            { length: count * dimensions },
            () => (random.below(3) + random.uniform() * 10 ** -random.below(12) + offset) * unit,
          ),
          categoryColumns,
          categories: Int32Array.from({ length: count * categoryColumns }, () => random.below(3) - 1),
          mismatch: unit * unit < Infinity ? 0.5 * unit * unit : 1,
        };
        const k = 1 + (seed % Math.min(5, count - 1));
        expect(nearestNeighbors(points, k).index).toEqual(nearestNeighbors(points, k, false).index);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });
});

describe('pointSet', () => {
  const columns = [0, 1, 2].map((f) =>
    numeric(
      `n${f}`,
      smotenc.numbers.map((row) => row[f]!),
    ),
  );
  const kinds = [0, 1].map((f) =>
    category(
      `c${f}`,
      smotenc.categories.map((row) => row[f]!),
      ['a', 'b', 'c', 'd', 'e'],
    ),
  );
  const table = {
    rowCount: smotenc.labels.length,
    rowIds: Uint32Array.from(smotenc.labels.keys()),
    features: [...columns, ...kinds],
    target: { name: 'y', codes: Int32Array.from(smotenc.labels), classes: ['a', 'b'] },
  };

  it('has the distances of imbalanced-learn’s SMOTE-NC', () => {
    const minority = Uint32Array.from(smotenc.labels.keys()).filter((row) => smotenc.labels[row] === 1);
    const points = pointSet(table, minority, columnScales(table, Uint32Array.from(smotenc.labels.keys())), 'none');
    expect(points.mismatch).toBeCloseTo(smotenc.median ** 2, 9);
    const { k, index } = nearestNeighbors(points, 4);
    const rows = smotenc.neighbors.map((_, point) => [...index.subarray(point * k, (point + 1) * k)]);
    // Equal distances come in either order.
    const distances = (found: number[][]) =>
      found.map((row, point) => row.map((to) => squaredDistance(points, point, to)));
    distances(rows).forEach((row, point) =>
      row.forEach((distance, i) => expect(distance).toBeCloseTo(distances(smotenc.neighbors)[point]![i]!, 9)),
    );
  });

  it('puts a missing number one standard deviation aside of the mean, and counts categories alone where there is no number', () => {
    const features = [numeric('x', [-3, 3, null, null])];
    const some = { ...table, rowCount: 4, features };
    const rows = Uint32Array.of(0, 1, 2, 3);
    for (const scaling of ['standard', 'none'] as const) {
      const points = pointSet(some, rows, columnScales(some, rows), scaling);
      const unit = scaling === 'standard' ? 1 : 9;
      expect(squaredDistance(points, 0, 1)).toBeCloseTo(4 * unit, 12);
      expect(squaredDistance(points, 0, 2)).toBeCloseTo(2 * unit, 12);
      expect(squaredDistance(points, 2, 3)).toBe(0);
    }
    const kindsAlone = { ...table, features: kinds };
    const every = Uint32Array.from(smotenc.labels.keys());
    expect(pointSet(kindsAlone, every, columnScales(kindsAlone, every), 'standard').mismatch).toBe(1);
  });
});
