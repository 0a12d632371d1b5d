import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { confidentCounts, confidentJoint, confidentThresholds } from './confident-joint.js';
import { flagByNoiseRate } from './flag-by-noise-rate.js';
import { confidenceWeightedEntropy, normalizedMargin, selfConfidence } from './quality-scores.js';
import { roundedRow } from './rounded-row.js';

interface Case {
  classes: number;
  labels: number[];
  predProbs: number[];
  [figures: string]: number | number[];
}

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/confident-learning.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

describe.each(cases)("cleanlab's own figures for $classes classes", ({ classes, labels, predProbs, ...wanted }) => {
  const codes = Int32Array.from(labels);
  const probabilities = Float64Array.from(predProbs);
  it.each([
    ['thresholds', confidentThresholds],
    ['counts', confidentCounts],
    ['selfConfidence', selfConfidence],
    ['normalizedMargin', normalizedMargin],
    ['confidenceWeightedEntropy', confidenceWeightedEntropy],
    ['flagged', flagByNoiseRate],
  ] as const)('%s', (name, figures) => {
    const ours = figures(probabilities, codes, classes);
    const theirs = wanted[name] as number[];
    expect(ours).toHaveLength(theirs.length);
    theirs.forEach((value, i) => expect(Math.abs(ours[i]! - value)).toBeLessThan(1e-9));
  });

  it('joint, rounded as there but for ties, which its sort leaves open', () => {
    const joint = confidentJoint(probabilities, codes, classes);
    const theirs = wanted.joint as number[];
    for (let i = 0; i < classes; i++) {
      const row = roundedRow(joint.subarray(i * classes, (i + 1) * classes));
      const others = theirs.slice(i * classes, (i + 1) * classes);
      const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((a, b) => a + b, 0);
      expect(sum(row)).toBe(sum(others));
      row.forEach((rows, j) => expect(Math.abs(rows - others[j]!)).toBeLessThanOrEqual(1));
    }
  });
});
