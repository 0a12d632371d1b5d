import type { StudyCell, StudyReport } from '@antidote/contracts';
import { describe, expect, it } from '@jest/globals';
import { percentage, oneDecimal } from './format-number.js';
import { reportHtml } from './report-html.js';
import { studyChartSvg } from './study-chart-svg.js';
import { MODEL_STYLE } from './study-words.js';

const cell = (model: StudyCell['model'], level: number, mean: number): StudyCell => ({
  model,
  attack: 'uniform',
  level,
  mean,
  sd: 0.02,
  n: 10,
  interval: [mean - 0.014, mean + 0.014],
  accuracies: [],
});

const study = (change: Partial<StudyReport> = {}): StudyReport => ({
  formatVersion: 1,
  dataset: {
    name: 'iris',
    sha256: 'ab'.repeat(32),
    rows: 150,
    features: 4,
    classes: ['a', 'b', 'c'],
    target: 'species',
  },
  spec: {
    levels: [0, 10],
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds: 10,
    seed: 42,
    testShare: 0.3,
  },
  trainRows: 105,
  testRows: 45,
  fits: 40,
  labelsUsed: 'as-given',
  majorityAccuracy: 0.333,
  cells: [
    cell('decision-tree', 0, 0.943),
    cell('decision-tree', 10, 0.83),
    cell('random-forest', 0, 0.95),
    cell('random-forest', 10, 0.925),
  ],
  losses: [
    {
      model: 'decision-tree',
      attack: 'uniform',
      level: 10,
      loss: { points: { value: 11.3, low: 9, high: 13.6 }, shown: true },
    },
    {
      model: 'random-forest',
      attack: 'uniform',
      level: 10,
      loss: { points: { value: 0.4, low: -0.04, high: 1.1 }, shown: false },
    },
  ],
  leads: [
    {
      model: 'random-forest',
      against: 'decision-tree',
      attack: 'uniform',
      level: 10,
      lead: { points: { value: 9.5, low: 7, high: 12 }, shown: true },
    },
  ],
  verdict: { sentence: 'At 10% random flips the tree loses 11.3 points.', reasons: ['a reason'], limits: ['a limit'] },
  warnings: [],
  ...change,
});

describe('format', () => {
  it('writes one decimal, a true minus and no negative zero', () => {
    expect([oneDecimal(-1.26), oneDecimal(-0.04), oneDecimal(0.05), percentage(0.943)]).toEqual([
      '\u22121.3',
      '0.0',
      '0.1',
      '94.3%',
    ]);
  });
});

describe('studyChartSvg', () => {
  it('draws a band, a line and a marker a level for each model, placed on a square-root axis', () => {
    const svg = studyChartSvg(study());
    expect(svg.match(/<polygon/g)).toHaveLength(2);
    expect(svg.match(/<polyline/g)).toHaveLength(2);
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg).toContain('aria-label="Accuracy under random flips. Decision tree: 94.3% at 0%, 83.0% at 10%.');
    const four = studyChartSvg(study({ cells: [0, 25, 100].map((level) => cell('decision-tree', level, 0.9)) }));
    const at = [...four.matchAll(/<circle[^>]* cx="([\d.]+)"/g)].map((match) => Number(match[1]));
    expect(at[1]! - at[0]!).toBeCloseTo(at[2]! - at[1]!, 5);
  });

  it('draws a single level without a division by zero', () => {
    expect(studyChartSvg(study({ cells: [cell('decision-tree', 10, 0.9)] }))).not.toMatch(/NaN|Infinity/);
  });
});

describe('reportHtml', () => {
  it('holds the verdict, the curves and the tables, no script and no address', () => {
    const html = reportHtml(study());
    expect(html).toContain('At 10% random flips the tree loses 11.3 points.');
    expect(html).toContain('94.3% <small>(92.9 to 95.7; sd 2.0)</small>');
    expect(html).toContain('0.4 <small>(0.0 to 1.1)</small></td><td>no difference shown');
    expect(html).toContain('labels as given, may be poisoned');
    expect(html).not.toMatch(/<script|src=|href=|@import|url\(/i);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toContain('http:');
  });

  it('has a colour for every model, in light and dark', () => {
    const html = reportHtml(study());
    for (const { short, colour, darkColour } of Object.values(MODEL_STYLE)) {
      expect(html).toContain(`--${short}:${colour}`);
      expect(html).toContain(`--${short}:${darkColour}`);
      expect(html).toContain(`svg .series-${short}{--series:var(--${short})}`);
    }
  });

  it('shows naughty names as text', () => {
    const html = reportHtml(
      study({ dataset: { ...study().dataset, name: '<script>alert(1)</script>', target: '"><img src=x>' } }),
    );
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script|<img/);
  });

  it('gives the same text for the same report', () => {
    expect(reportHtml(study())).toBe(reportHtml(study()));
  });

  it('tells what a backdoor reaches, where models break down and what mitigations win', () => {
    const success = { rate: { value: 0.97, low: 0.95, high: 0.99 }, floor: 0.04, rates: [] };
    const backdoor = { ...cell('random-forest', 10, 0.94), attack: 'backdoor-in-range' as const };
    const page = reportHtml(
      study({
        formatVersion: 2,
        cells: [
          { ...backdoor, attackSuccess: success, recall: [0.9, null, 1], calibrationError: 0.05, naiveAccuracy: null },
        ],
        summaries: [
          {
            model: 'random-forest',
            attack: 'backdoor-in-range',
            area: { value: 0.9, low: 0.88, high: 0.92 },
            breakdown: { level: 10, below: 'gate', threshold: 0.95 },
          },
        ],
        mitigated: [
          {
            ...backdoor,
            mitigation: 'pruned',
            flaggedRows: 12.4,
            gain: { points: { value: 1, low: -0.5, high: 2.5 }, shown: false },
            recovered: null,
            attackSuccess: { ...success, rate: { value: 0.05, low: 0, high: 0.1 } },
          },
        ],
      }),
    );
    expect(page).toContain('<td>97.0% <small>(95.0 to 99.0)</small></td><td>4.0%</td>');
    expect(page).toContain('10%: below the gate, 95.0%');
    expect(page).toContain('flagged rows left out</td><td>12.4</td>');
    expect(page).toContain('Recall of c');
    expect(reportHtml(study())).not.toContain('What the attacks reach');
  });
});
