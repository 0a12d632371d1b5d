import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binFeatures } from '../binning/bin-features.js';
import { growForest } from '../forest/grow-forest.js';
import { randomTable } from '../testing/tables.js';
import { scriptKernel } from './script-kernel.js';
import type { GrowthLimits } from './tree-job.js';
import { wasmKernel } from './wasm-kernel.js';

const limits: GrowthLimits = {
  nEstimators: 6,
  bootstrap: true,
  randomThresholds: false,
  criterion: 'gini',
  featuresPerNode: 2,
  maxDepth: Infinity,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minImpurityDecrease: 0,
};

describe('the kernels', () => {
  it('grow the same trees, to the last bit, in TypeScript and WebAssembly', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        fc.record({
          bootstrap: fc.boolean(),
          randomThresholds: fc.boolean(),
          criterion: fc.constantFrom('gini' as const, 'entropy' as const),
          featuresPerNode: fc.constantFrom(1, 2, 3),
          minSamplesLeaf: fc.constantFrom(1, 3),
          minImpurityDecrease: fc.constantFrom(0, 0.001),
        }),
        fc.boolean(),
        (seed, rowCount, classCount, drawn, isWeighted) => {
          const { features, labels } = randomTable(seed, rowCount, classCount);
          const job = {
            binned: binFeatures(features, rowCount),
            classCount,
            labels,
            rows: Int32Array.from(labels.keys()),
            weights: isWeighted ? Float64Array.from(labels, (_, row) => 0.3 + (row % 7) / 3) : null,
            seed,
            outOfBag: drawn.bootstrap,
            limits: { ...limits, ...drawn },
          };
          const reference = growForest(job, { threads: 1, kernel: scriptKernel });
          expect(growForest(job, { threads: 1, kernel: wasmKernel()! })).toEqual(reference);
          for (const share of reference.trees.leafProbabilities) expect(share).not.toBeNaN();
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([1, 4])('give the same tree with and without kept histograms, leaves of %i rows on', (minSamplesLeaf) => {
    for (let seed = 0; seed < 4; seed++) {
      const { features, labels } = randomTable(seed, 3000, 2);
      const job = {
        binned: binFeatures(features, 3000),
        classCount: 2,
        labels,
        rows: Int32Array.from(labels.keys()),
        weights: null,
        seed,
        outOfBag: false,
        limits: { ...limits, nEstimators: 1, bootstrap: false, featuresPerNode: 3, minSamplesLeaf },
      };
      const tree = growForest(job, { threads: 1, kernel: wasmKernel()! });
      expect(growForest(job, { threads: 1, kernel: scriptKernel })).toEqual(tree);
      // Rows with weights, here 1, are neither packed nor kept.
      const weights = new Float64Array(3000).fill(1);
      expect(growForest({ ...job, weights }, { threads: 1, kernel: wasmKernel()! })).toEqual(tree);
    }
  });

  it('do not depend on the number of threads, and take the next job after one was cancelled', () => {
    const { features, labels } = randomTable(1, 600, 3);
    const job = {
      binned: binFeatures(features, 600),
      classCount: 3,
      labels,
      rows: Int32Array.from(labels.keys()),
      weights: null,
      seed: 7,
      outOfBag: true,
      limits: { ...limits, nEstimators: 60 },
    };
    const alone = growForest(job, { threads: 1, kernel: scriptKernel });
    // Small jobs start no threads, but take those that are up.
    growForest({ ...job, limits: { ...limits, nEstimators: 3000 } }, { threads: 8 });
    for (const threads of [2, 3, 8]) {
      const cancelled = () =>
        growForest(job, {
          threads,
          onTree: (done) => {
            if (done === 5) throw new Error('enough');
          },
        });
      expect(cancelled).toThrow('enough');
      for (let run = 0; run < 5; run++) expect(growForest(job, { threads })).toEqual(alone);
    }
  });
});
