import { describe, expect, it } from '@jest/globals';
import { DETECTORS, DetectionReport, type DetectorName } from '@antidote/contracts';
import { Random, type FeatureColumn, type Table } from '@antidote/tabular';
import { detectIssues } from '../detect-issues.js';

const ROWS = 160;

/** Two groups apart in x, numbers that say little, and sources; `change` poisons the columns and labels in place. */
function table(
  change: (values: Float64Array[], codes: Int32Array, sources: Int32Array) => void = () => undefined,
): Table {
  const random = new Random(4);
  const codes = Int32Array.from({ length: ROWS }, (_, row) => row % 2);
  const values = [0, 1, 2, 3].map((c) => Float64Array.from(codes, (code) => (c < 2 ? 3 * code : 0) + random.uniform()));
  const sources = Int32Array.from(codes, () => random.below(4));
  change(values, codes, sources);
  return {
    rowCount: ROWS,
    rowIds: Uint32Array.from(codes, (_, row) => row + 10),
    features: values.map((column, c): FeatureColumn => ({ kind: 'numeric', name: `f${c}`, values: column })),
    target: { name: 'label', codes, classes: ['a', 'b'] },
    context: [{ kind: 'category', role: 'source', name: 'by', codes: sources, categories: ['p', 'q', 'r', 's'] }],
  };
}
const found = (of: Table, name: DetectorName) => {
  const { report, detections } = detectIssues(of, { detectors: [name], seed: 1 });
  const flagged = detections.get(name)!.flagged;
  return { flagged: [...flagged.keys()].filter((row) => flagged[row] === 1), result: report.detectors[0]! };
};
const FLIPPED = [4, 31, 77, 120];
const flip = (codes: Int32Array, rows: number[]) => {
  for (const row of rows) codes[row] = 1 - codes[row]!;
};

describe('each detector and what it is for', () => {
  it.each(['default', 'confident-learning', 'out-of-bag-margin', 'nearest-neighbours'] as const)(
    '%s puts flipped labels first, and says why',
    (name) => {
      const { result } = found(
        table((_, codes) => flip(codes, FLIPPED)),
        name,
      );
      const first = result.rows.slice(0, 4);
      expect(first.map(({ row }) => row - 10).sort((a, b) => a - b)).toEqual(FLIPPED);
      expect(first.every(({ label, suggested }) => label !== suggested)).toBe(true);
      expect(first[0]!.reasons.at(-1)).toMatch(/^models that never saw the row give/);
    },
  );

  it('contrastive-isolation-forest puts rows that belong to the other class first', () => {
    const { result } = found(
      table((_, codes) => flip(codes, FLIPPED)),
      'contrastive-isolation-forest',
    );
    const first = result.rows.slice(0, 4).map(({ row }) => row - 10);
    expect(first.sort((a, b) => a - b)).toEqual(FLIPPED);
  });

  it.each(['isolation-forest', 'isolation-forest-npm'] as const)('%s finds rows far from all others', (name) => {
    const { result } = found(
      table((values) => {
        for (const column of values) column[9] = 40;
      }),
      name,
    );
    expect(result.rows[0]).toMatchObject({ row: 19, flagged: true });
  });

  it('conflicting-duplicates flags the twin whose label is the wrong one', () => {
    const { flagged, result } = found(
      table((values) => {
        for (const column of values) column[9] = column[30]! + 1e-4;
      }),
      'conflicting-duplicates',
    );
    expect(flagged).toEqual([9]);
    expect(result.rows[0]).toMatchObject({ row: 19, label: 'b', suggested: 'a' });
  });

  const planted = [2, 10, 26, 44, 58, 60, 92, 100, 130, 140];
  const trigger = (values: Float64Array[], codes: Int32Array) => {
    for (const row of planted) {
      codes[row] = 1;
      values[2]![row] = 0.9375;
      values[3]![row] = 0.0625;
    }
  };

  it.each(['tuple-lift', 'trigger-blind'] as const)('%s finds the rows of a trigger and names it', (name) => {
    const { flagged, result } = found(table(trigger), name);
    expect(flagged).toEqual(planted);
    expect(result.findings[0]!.columns!.every((column) => ['f2', 'f3'].includes(column))).toBe(true);
    expect(result.findings[0]!.rows).toEqual(planted.map((row) => row + 10));
    expect(result.findings[0]!.text).toMatch(/f[23] = 0\.(0625|9375)/);
  });

  it('trigger-blind names a trigger of three columns, each two of which hide the third', () => {
    const { flagged, result } = found(
      table((values, codes) => {
        trigger(values, codes);
        for (const row of planted) values[1]![row] = 0.03125;
      }),
      'trigger-blind',
    );
    expect(flagged).toEqual(planted);
    expect(result.findings.some(({ columns }) => columns!.join() === 'f1,f2,f3')).toBe(true);
  });

  it('trigger-blind finds a trigger one of whose rows was flipped afterwards', () => {
    const flipped = [92];
    const { flagged } = found(
      table((values, codes) => {
        trigger(values, codes);
        flip(codes, [...flipped, ...FLIPPED]);
      }),
      'trigger-blind',
    );
    expect(flagged).toEqual(planted.filter((row) => !flipped.includes(row)));
  });

  const qualities = (of: Table, name: DetectorName, threads = 1) =>
    detectIssues(of, { detectors: [name], seed: 1, threads }).detections.get(name)!.quality;

  it('tuple-lift does not depend on the scale of a number', () => {
    const of = table(trigger);
    const features = of.features.map((column): FeatureColumn =>
      column.kind === 'numeric' ? { ...column, values: column.values.map((value) => Math.exp(value)) } : column,
    );
    expect(qualities({ ...of, features }, 'tuple-lift')).toEqual(qualities(of, 'tuple-lift'));
  });

  it.each(['trigger-blind', 'out-of-bag-margin'] as const)('%s gives the same for any number of threads', (name) => {
    const of = table(trigger);
    expect(qualities(of, name, 2)).toEqual(qualities(of, name));
  });

  it('source-suspicion names the source that lies', () => {
    const { result, flagged } = found(
      table((_, codes, sources) =>
        flip(
          codes,
          [...codes.keys()].filter((row) => sources[row] === 2 && row % 3 > 0),
        ),
      ),
      'source-suspicion',
    );
    expect(result.findings.map(({ source }) => source)).toEqual(['r']);
    expect(flagged).toHaveLength(result.findings[0]!.rows.length);
  });

  it('tuple-lift takes no pile at the end of a scale for a trigger, where the rows next to it bear the class as well', () => {
    const random = new Random(8);
    // Months as a customer, of which the last stands for all beyond it; the longer, the more rows are of class a.
    const months = Float64Array.from({ length: 2_000 }, (_, row) => (row < 120 ? 72 : 1 + random.below(71)));
    const codes = Int32Array.from(months, (month) =>
      random.uniform() < (month === 72 ? 0 : 0.4 * (1 - month / 84)) ? 1 : 0,
    );
    const { detections } = detectIssues(
      {
        rowCount: codes.length,
        rowIds: Uint32Array.from(codes.keys()),
        features: [{ kind: 'numeric', name: 'months', values: months }],
        target: { name: 'label', codes, classes: ['a', 'b'] },
      },
      { detectors: ['tuple-lift'], seed: 1 },
    );
    expect(detections.get('tuple-lift')!.flagged.indexOf(1)).toBe(-1);
  });

  it('a report lists flagged rows before all others: groups by nature may score higher than a trigger', () => {
    const random = new Random(6);
    const codes = Int32Array.from({ length: 400 }, (_, row) => (row % 5 === 0 ? 1 : 0));
    // Half of the rare class have u = 9, half v = 9, each by itself; six of its rows share w = x = 9, which hardly meet.
    const natural = () =>
      Float64Array.from(codes, (code) => (code === 1 && random.below(2) === 0 ? 9 : random.below(5)));
    const planted = (others: number) =>
      Float64Array.from(codes, (_, row) => ((row % 5 === 0 && row < 30) || row % 40 === others ? 9 : random.below(5)));
    const values = [natural(), natural(), planted(1), planted(2)];
    const { report, detections } = detectIssues(
      {
        rowCount: codes.length,
        rowIds: Uint32Array.from(codes.keys()),
        features: values.map((column, c): FeatureColumn => ({ kind: 'numeric', name: `f${c}`, values: column })),
        target: { name: 'label', codes, classes: ['a', 'b'] },
      },
      { detectors: ['tuple-lift'], seed: 1, listed: 6 },
    );
    const { quality, flagged } = detections.get('tuple-lift')!;
    expect(Math.min(...quality)).toBeLessThan(Math.min(...quality.filter((_, row) => flagged[row] === 1)));
    expect(report.detectors[0]!.rows.map(({ row, flagged: flag }) => [row, flag])).toEqual(
      [0, 5, 10, 15, 20, 25].map((row) => [row, true]),
    );
  });

  it.each(['default', 'tuple-lift', 'trigger-blind', 'source-suspicion', 'conflicting-duplicates'] as const)(
    '%s flags nothing in a clean table',
    (name) => expect(found(table(), name).flagged).toEqual([]),
  );
});

describe('detectIssues', () => {
  it('lists families side by side, in the form of the contract', () => {
    const names = DETECTORS.filter((name) => name !== 'isolation-forest-npm');
    const options = { detectors: names, seed: 1, listed: 5 };
    const of = table((_, codes) => flip(codes, FLIPPED));
    const { report } = detectIssues(of, options);
    expect(DetectionReport.parse(report)).toEqual(report);
    expect(report.families.map(({ family }) => family)).toEqual(['label', 'outlier', 'duplicate', 'trigger', 'source']);
    expect(report.detectors.every(({ rows }) => rows.length === 5)).toBe(true);
    expect(report.errorsLeft[0]!.left).toBeCloseTo(report.estimatedErrors, 9);
    expect(report.errorsLeft.at(-1)!.left).toBeLessThan(report.estimatedErrors);
    const agreed = report.overlap.find((pair) => pair.first === 'default' && pair.second === 'out-of-bag-margin')!;
    expect([3, 4]).toContain(agreed.both);
    expect(detectIssues(of, { ...options, threads: 2 }).report).toEqual(report);
  });

  it('says which detector did not look, and refuses when it was the only one', () => {
    const { context: _, ...without } = table();
    const { report } = detectIssues(without, { detectors: ['default', 'source-suspicion'], seed: 1 });
    expect(report.detectors[1]!.notRun).toMatch(/names no source column/);
    expect(() => detectIssues(without, { detectors: ['source-suspicion'], seed: 1 })).toThrow(
      expect.objectContaining({ code: 'column_mismatch' }),
    );
  });

  it.each([
    ['shape_mismatch', new Float64Array(3)],
    ['parameter_out_of_range', new Float64Array(2 * ROWS).fill(0.6)],
    ['parameter_out_of_range', new Float64Array(2 * ROWS).fill(NaN)],
  ])('refuses with %s probabilities that are none', (code, predProbs) => {
    expect(() => detectIssues(table(), { detectors: ['default'], seed: 1, predProbs })).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it("takes the team's own probabilities in place of its models", () => {
    const of = table((_, codes) => flip(codes, FLIPPED));
    const predProbs = Float64Array.from({ length: 2 * ROWS }, (_, at) => ((at >> 1) % 2 === at % 2 ? 0.9 : 0.1));
    const { report } = detectIssues(of, { detectors: ['default', 'confident-learning'], seed: 1, predProbs });
    for (const { rows } of report.detectors) {
      expect(
        rows
          .slice(0, 4)
          .map(({ row }) => row - 10)
          .sort((a, b) => a - b),
      ).toEqual(FLIPPED);
    }
  });
});
