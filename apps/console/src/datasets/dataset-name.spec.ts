import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { datasetName, nameFault } from './dataset-name.js';

describe('datasetName', () => {
  it('keeps what may stay of a file name', () => {
    expect(datasetName('iris.csv')).toBe('iris');
    expect(datasetName('Breast Cancer (v2).CSV')).toBe('breast-cancer-v2');
    expect(datasetName('.csv')).toBe('');
  });

  it('is empty or acceptable, whatever the file is called', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const made = datasetName(name);
        expect(made === '' || nameFault(made) === null).toBe(true);
      }),
    );
  });
});
