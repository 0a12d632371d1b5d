import { describe, expect, it } from '@jest/globals';
import { binFeatures } from './binning/bin-features.js';
import { fitModel } from './fit-model.js';
import { checkParameters } from './parameters.js';
import { numeric } from './testing/tables.js';

describe('checkParameters', () => {
  it('fills in the defaults', () => {
    expect(checkParameters('random-forest', { maxDepth: 4 })).toEqual({
      nEstimators: 100,
      criterion: 'gini',
      maxDepth: 4,
      minSamplesSplit: 2,
      minSamplesLeaf: 1,
      minImpurityDecrease: 0,
      ccpAlpha: 0,
      classWeight: 'none',
      maxFeatures: 'sqrt',
      bootstrap: true,
    });
  });

  it.each([
    ['decision-tree', { nEstimators: 5 }, 'unknown_parameter', 'nEstimators'],
    ['decision-tree', { toString: 5 }, 'unknown_parameter', 'toString'],
    ['random-forest', { nEstimators: 0 }, 'parameter_out_of_range', 'from 1 to 10000'],
    ['random-forest', { nEstimators: '7' }, 'parameter_out_of_range', '"7"'],
    ['random-forest', { minSamplesSplit: 1 }, 'parameter_out_of_range', 'minSamplesSplit'],
    ['random-forest', { maxDepth: 2.5 }, 'parameter_out_of_range', 'maxDepth'],
    ['random-forest', { criterion: 'log' }, 'parameter_out_of_range', "'gini' or 'entropy'"],
    ['random-forest', { maxFeatures: -1 }, 'parameter_out_of_range', 'maxFeatures'],
    ['random-forest', { bootstrap: 'yes' }, 'parameter_out_of_range', 'true or false'],
  ] as const)('refuses %s with %j', (kind, parameters, code, text) => {
    expect(() => checkParameters(kind, parameters as never)).toThrow(expect.objectContaining({ code }));
    expect(() => checkParameters(kind, parameters as never)).toThrow(text);
  });

  it('refuses an unknown model, more features than there are, and a bad number of threads', () => {
    expect(() => checkParameters('svm' as never)).toThrow(expect.objectContaining({ code: 'unknown_model' }));
    const binned = binFeatures([numeric('x', [1, 2])], 2);
    const fit = (options: object) =>
      fitModel('decision-tree', binned, Int32Array.of(0, 1), ['a', 'b'], { seed: 1, ...options });
    expect(() => fit({ parameters: { maxFeatures: 2 } })).toThrow('the table has 1 features');
    expect(() => fit({ threads: 0 })).toThrow(expect.objectContaining({ code: 'parameter_out_of_range' }));
    expect(() => fit({ outOfBag: true })).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });
});
