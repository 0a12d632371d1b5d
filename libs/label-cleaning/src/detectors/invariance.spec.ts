import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DetectorName } from '@antidote/contracts';
import { Random, selectRows, type FeatureColumn, type Table } from '@antidote/tabular';
import { detectIssues } from '../detect-issues.js';

/** Three groups in two numbers with ties and missing values and a category; some labels wrong, and a trigger of two values. */
function table(seed: number, rows = 90): Table {
  const random = new Random(seed);
  const truth = Int32Array.from({ length: rows }, (_, row) => row % 3);
  const x = Float64Array.from(truth, (code) => Math.round(8 * (code + random.uniform())));
  const y = x.map((value) => (random.below(9) === 0 ? NaN : Math.round(4 * value * random.uniform())));
  const k = truth.map((code) => (code + random.below(2)) % 3);
  const codes = truth.map((code) => (random.below(8) === 0 ? random.below(3) : code));
  for (let row = 1; row < rows; row += 15) {
    codes[row] = 2;
    y[row] = 70;
    k[row] = 1;
  }
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(truth.keys()),
    features: [
      { kind: 'numeric', name: 'x', values: x },
      { kind: 'numeric', name: 'y', values: y },
      { kind: 'category', name: 'k', categories: ['p', 'q', 'r'], codes: k },
    ],
    target: { name: 'label', classes: ['a', 'b', 'c'], codes },
  };
}
const quality = (of: Table, name: DetectorName) =>
  detectIssues(of, { detectors: [name], seed: 3, listed: 0 }).detections.get(name)!.quality;
const holds = (same: (of: Table) => void) =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => same(table(seed))),
    { numRuns: 3 },
  );
/** Equal but for the order in which numbers are added up. */
const alike = (a: Float64Array, b: Float64Array) => a.forEach((value, row) => expect(b[row]).toBeCloseTo(value, 9));

describe.each(['out-of-bag-margin', 'trigger-blind', 'tuple-lift'] as const)('%s', (name) => {
  it('does not depend on the scale of a number', () => {
    holds((of) => {
      const features = of.features.map((column): FeatureColumn =>
        column.kind === 'numeric' ? { ...column, values: column.values.map((v) => Math.exp(v / 9) - 3) } : column,
      );
      expect(quality({ ...of, features }, name)).toEqual(quality(of, name));
    });
  });

  it('does not depend on the order of rows', () => {
    holds((of) => {
      const order = new Random(of.target.codes[0]!, 1).shuffle(Uint32Array.from(of.rowIds));
      const given = quality(of, name);
      alike(
        Float64Array.from(order, (row) => given[row]!),
        quality(selectRows(of, order), name),
      );
    });
  });

  it('does not depend on the order of columns', () => {
    holds((of) => alike(quality(of, name), quality({ ...of, features: of.features.slice().reverse() }, name)));
  });

  it('does not depend on what the classes are called', () => {
    holds((of) => {
      const { target } = of;
      const renamed = { ...target, codes: target.codes.map((code) => (code + 1) % 3) };
      alike(quality(of, name), quality({ ...of, target: renamed }, name));
    });
  });
});
