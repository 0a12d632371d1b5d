import { expect, it } from '@jest/globals';
import { decodeLabelIssues, encodeLabelIssues } from './label-issues-blob.js';

it('gives every bit back, also of values that JSON lacks, and of a view into a larger buffer', () => {
  const issues = {
    quality: new Float64Array([0.1 + 0.2, -0, NaN, 1]).subarray(1),
    suggested: new Int32Array([2, -1, 0]),
    flagged: new Uint8Array([1, 0, 1]),
    ranked: new Uint32Array([2, 0, 4_294_967_295]),
    predProbs: new Float64Array([1 / 3, 2 / 3]),
  };
  expect(decodeLabelIssues(encodeLabelIssues(issues))).toEqual(issues);
});
