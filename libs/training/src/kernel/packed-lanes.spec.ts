import { describe, expect, it } from '@jest/globals';
import { binFeatures } from '../binning/bin-features.js';
import { growForest } from '../forest/grow-forest.js';
import { numeric, randomTable } from '../testing/tables.js';
import { scriptKernel } from './script-kernel.js';
import { wasmKernel } from './wasm-kernel.js';

/** Where cells, lanes and signed halves change their form: 64 rows, weights of 255, 32,767 and 65,535. */
describe('the split search for two classes', () => {
  it.each([65, 255, 256, 1_000, 33_000, 70_000])('finds the same with vectors, of %i rows', (rowCount) => {
    const isLarge = rowCount > 10_000;
    const { features, labels } = randomTable(rowCount, rowCount, 2);
    for (const prime of [7919, 104_729, 1_299_709, 15_485_863]) {
      const values = Array.from(labels, (label, row) => ((row * prime) % 997) + 40 * label);
      features.push(numeric(`noise ${prime}`, values));
    }
    // A column that misses few values: most small nodes have none of them.
    const gaps = Array.from(labels, (label, row) => (row % 31 === 0 ? null : ((row * 31) % 300) + 20 * label));
    features.push(numeric('gaps', gaps));
    for (const maxFeatures of isLarge ? [7] : [1, 3, 7]) {
      for (const bootstrap of isLarge ? [false] : [false, true]) {
        const job = {
          binned: binFeatures(features, rowCount),
          classCount: 2,
          labels,
          rows: Int32Array.from(labels.keys()),
          weights: null,
          seed: 5,
          outOfBag: bootstrap,
          limits: {
            nEstimators: isLarge ? 1 : 5,
            bootstrap,
            randomThresholds: false,
            criterion: 'gini' as const,
            featuresPerNode: maxFeatures,
            maxDepth: isLarge ? 5 : Infinity,
            minSamplesSplit: 2,
            minSamplesLeaf: 1,
            minImpurityDecrease: 0,
          },
        };
        const reference = growForest(job, { threads: 1, kernel: scriptKernel });
        expect(growForest(job, { threads: 1, kernel: wasmKernel()! })).toEqual(reference);
      }
    }
  });
});
