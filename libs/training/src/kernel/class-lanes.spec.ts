import { describe, expect, it } from '@jest/globals';
import { binFeatures } from '../binning/bin-features.js';
import { growForest } from '../forest/grow-forest.js';
import { numeric, randomTable } from '../testing/tables.js';
import { scriptKernel } from './script-kernel.js';
import { wasmKernel } from './wasm-kernel.js';

/** Where lanes change their form: 8 and 16 classes, 64 bins, a weight of 32,767. */
describe('the split search for several classes', () => {
  it.each([
    [3, 200],
    [8, 900],
    [9, 900],
    [16, 900],
    [17, 900],
    [5, 33_000],
  ])('finds the same with vectors, of %i classes and %i rows', (classCount, rowCount) => {
    const { features, labels } = randomTable(rowCount, rowCount, classCount);
    for (const distinct of [40, 64, 65, 240]) {
      const values = Array.from(labels, (label, row) => ((row * 7919) % distinct) + 3 * label);
      features.push(numeric(`${distinct} values`, values));
    }
    for (const bootstrap of [false, true]) {
      const job = {
        binned: binFeatures(features, rowCount),
        classCount,
        labels,
        rows: Int32Array.from(labels.keys()),
        weights: null,
        seed: 5,
        outOfBag: bootstrap,
        limits: {
          nEstimators: rowCount > 10_000 ? 1 : 4,
          bootstrap,
          randomThresholds: false,
          criterion: 'gini' as const,
          featuresPerNode: 4,
          maxDepth: rowCount > 10_000 ? 6 : Infinity,
          minSamplesSplit: 2,
          minSamplesLeaf: 1,
          minImpurityDecrease: 0,
        },
      };
      const reference = growForest(job, { threads: 1, kernel: scriptKernel });
      expect(growForest(job, { threads: 1, kernel: wasmKernel()! })).toEqual(reference);
    }
  });
});
