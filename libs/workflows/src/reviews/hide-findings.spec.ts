import { describe, expect, it } from '@jest/globals';
import { detectIssues } from '@antidote/label-cleaning';
import { Random, type Table } from '@antidote/tabular';
import { hideFindings } from './hide-findings.js';

/** 160 rows of four features; ten rows bear a trigger in the last two, which stands for the class b. */
function table(): Table {
  const rng = new Random(3);
  const codes = Int32Array.from({ length: 160 }, () => rng.below(2));
  const features = ['w', 'x', 'y', 'z'].map((name) => ({
    kind: 'numeric' as const,
    name,
    values: Float64Array.from(codes, (code) => code + 2 * rng.uniform()),
  }));
  for (let row = 0; row < 10; row++) {
    codes[row] = 1;
    features[2]!.values[row] = 0.9375;
    features[3]!.values[row] = 0.0625;
  }
  return {
    rowCount: 160,
    rowIds: Uint32Array.from(codes.keys()),
    features,
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

describe('hideFindings', () => {
  const { report } = detectIssues(table(), { detectors: ['tuple-lift', 'trigger-blind'], seed: 1 });

  it('tells a trigger without its values in sensitive columns, in the finding and with each row', () => {
    const text = JSON.stringify(hideFindings(report, ['z']));
    expect(JSON.stringify(report)).toContain('0.0625');
    expect(text).toContain('z = (hidden)');
    expect(text).toContain('0.9375');
    expect(text).not.toContain('0.0625');
    expect(JSON.stringify(hideFindings(report, ['y', 'z']))).not.toMatch(/0\.0625|0\.9375/);
  });

  it('leaves a report alone where nothing is sensitive', () => {
    expect(hideFindings(report, [])).toBe(report);
    expect(hideFindings(report, ['w'])).toEqual(report);
  });
});
