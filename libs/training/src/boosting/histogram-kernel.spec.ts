import { describe, expect, it } from '@jest/globals';
import { binFeatures } from '../binning/bin-features.js';
import type { FitContext } from '../learner.js';
import { randomTable } from '../testing/tables.js';
import { boosting } from './learner.js';
import { fitBoosting, scalarKernel } from './fit-boosting.js';
import { quickestKernel } from './wasm-histogram-kernel.js';

function context(classCount: number, parameters: Record<string, number | string>): FitContext<'gradient-boosting'> {
  const { features, labels, classes } = randomTable(21, 400, classCount);
  const defaults = Object.entries(boosting.parameters).map(([name, rule]) => [name, rule.default]);
  return {
    kind: 'gradient-boosting',
    binned: binFeatures(features, 400, { maxBins: 60 }),
    labels,
    classes,
    rows: Int32Array.from({ length: 400 }, (_, row) => row),
    sampleWeights: null,
    weights: Float64Array.from({ length: 400 }, (_, row) => 0.1 + (row % 7) / 3),
    validationRows: null,
    parameters: { ...(Object.fromEntries(defaults) as FitContext['parameters']), ...parameters },
    seed: 1,
    threads: 1,
    outOfBag: false,
    progress: () => {},
  };
}

describe('histogram kernels', () => {
  it.each([
    [2, {}],
    [2, { minSamplesLeaf: 7 }],
    [2, { minChildWeight: 0, l2Regularization: 0, maxDepth: 'none' }],
    [4, { nEstimators: 20, subsample: 0.7, colsampleBytree: 0.5 }],
    [2, { maxLeafNodes: 12, maxDepth: 'none', minSamplesLeaf: 2 }],
  ] as const)('grow identical trees in TypeScript and WebAssembly: %i classes, %j', (classCount, parameters) => {
    const given = context(classCount, parameters);
    const names = new Set<string>();
    const watched = (plan: Parameters<typeof quickestKernel>[0]) => {
      const kernel = quickestKernel(plan);
      names.add(kernel.constructor.name);
      return kernel;
    };
    expect(fitBoosting(given, watched)).toEqual(fitBoosting(given, scalarKernel));
    expect([...names]).toEqual(['WasmHistogramKernel']);
  });

  it('grows the same trees when there is room for few histograms', () => {
    const given = context(2, { maxDepth: 'none', minChildWeight: 0 });
    const tight: typeof scalarKernel = (plan) => scalarKernel(plan.within(1));
    expect(fitBoosting(given, tight)).toEqual(fitBoosting(given, scalarKernel));
  });

  it('lets a fit run inside the progress of another', () => {
    const given = context(2, { nEstimators: 3 });
    const alone = fitBoosting(given, quickestKernel);
    let inner: unknown;
    const outer = fitBoosting(
      { ...context(2, { nEstimators: 3 }), progress: () => (inner ??= fitBoosting(given, quickestKernel)) },
      quickestKernel,
    );
    expect(inner).toEqual(alone);
    expect(outer).toEqual(alone);
  });
});
