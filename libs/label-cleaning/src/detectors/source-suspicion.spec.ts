import { describe, expect, it } from '@jest/globals';
import { labelIssues } from '../label-issues.js';
import { sourceSuspicion } from './source-suspicion.js';

const EACH = 200;

/** Sources of 200 rows each, of which so many labels are surely wrong. */
function suspects(wrong: Record<string, number>) {
  const names = Object.keys(wrong);
  const sources = Int32Array.from({ length: EACH * names.length }, (_, row) => Math.floor(row / EACH));
  const codes = sources.map((_, row) => row % 2);
  const quality = Float64Array.from(sources, (source, row) => (row % EACH < wrong[names[source]!]! ? 0 : 1));
  const predProbs = new Float64Array(2 * codes.length).fill(0.5);
  const found = labelIssues({ quality, flagged: new Uint8Array(codes.length), predProbs }, codes, 2);
  const detection = sourceSuspicion.detect({
    table: {
      rowCount: codes.length,
      rowIds: Uint32Array.from(codes.keys()),
      features: [],
      target: { name: 'label', codes, classes: ['a', 'b'] },
      context: [{ kind: 'category', role: 'source', name: 'by', codes: sources, categories: names }],
    },
    seed: 1,
    threads: 1,
    labels: () => ({ ...found, firstLook: predProbs }),
  });
  return detection.findings;
}

describe('source-suspicion', () => {
  it('names the one that stands out from all others', () => {
    // 60 of 200 against 40 of 600: (.3 - .0667) / sqrt(.125 * .875 * (1/200 + 1/600)) = 8.64
    const [finding, ...none] = suspects({ p: 14, q: 60, r: 13, s: 13 });
    expect(finding!.source).toBe('q');
    expect(finding!.score).toBeCloseTo(8.64, 2);
    expect(finding!.text).toBe('30.0% of the 200 labels of by q look wrong, 6.7% elsewhere: 8.6 standard errors.');
    expect(none).toEqual([]);
  });

  it('names several that hide each other among the rest', () => {
    // Each 56 of 200; against all others 3.8 standard errors, against the cleaner half 40 of 400: 5.67.
    const found = suspects({ p: 20, q: 56, r: 56, s: 20 });
    expect(found.map(({ source }) => source)).toEqual(['q', 'r']);
    expect(found[0]!.score).toBeCloseTo(5.67, 2);
    expect(found[0]!.text).toMatch(/28\.0% of .* look wrong, 10\.0% in the cleaner half of the rows/);
  });

  it('names none where all are alike, or all alike but for chance', () => {
    expect(suspects({ p: 30, q: 30, r: 30 })).toEqual([]);
    expect(suspects({ p: 20, q: 26, r: 30, s: 34, t: 38 })).toEqual([]);
    expect(suspects({ p: 30 })).toEqual([]);
  });
});
