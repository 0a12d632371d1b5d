import type { CheckReport, StudyReport } from '@antidote/contracts';
import { describe, expect, it } from '@jest/globals';
import { checkHtml } from './check-html.js';

const study: StudyReport = {
  formatVersion: 2,
  dataset: { name: 'iris', sha256: 'ab', rows: 150, features: 4, classes: ['a', 'b'], target: 'species' },
  spec: { levels: [0, 10], models: ['extra-trees'], attacks: ['uniform'], seeds: 5, seed: 42, testShare: 0.3 },
  trainRows: 105,
  testRows: 45,
  fits: 10,
  labelsUsed: 'as-given',
  majorityAccuracy: 0.5,
  cells: [0, 10].map((level) => ({
    model: 'extra-trees',
    attack: 'uniform',
    level,
    mean: 0.9,
    sd: 0.01,
    n: 5,
    interval: [0.88, 0.92],
    accuracies: [],
  })),
  losses: [],
  leads: [],
  verdict: { sentence: 'The extra trees lose nothing.', reasons: ['A reason.'], limits: ['A limit.'] },
  warnings: [],
};

const finding = {
  remedy: '',
  columns: [],
  rows: [],
  rowCount: 0,
  numbers: {},
  quarantine: false,
} satisfies Partial<CheckReport['validation']['findings'][number]>;

const checked = (change: Partial<CheckReport> = {}): CheckReport => ({
  rows: 20_000,
  rowsStudied: 10_000,
  validation: {
    verdict: 'warn',
    findings: [
      { ...finding, code: 'duplicates', severity: 'info', message: '1 row repeats an earlier row.' },
      { ...finding, code: 'label-balance', severity: 'warn', message: 'One class has 2 rows.' },
      { ...finding, code: 'id-column', severity: 'info', message: 'Not worth a line.' },
    ],
    checks: [
      { code: 'conflicting-labels', state: 'ran', note: null },
      { code: 'leakage', state: 'skipped', note: 'too few rows' },
    ],
  },
  labels: { flagged: 1200, estimatedWrong: 7.6, worst: [{ row: 3, label: 'a', suggested: 'b', quality: 0.0123 }] },
  study,
  breaks: [
    {
      model: 'random-forest',
      attack: 'targeted',
      clean: 0.9,
      rows: 720,
      percent: 10.3,
      reached: 0.84,
      searchedTo: 720,
      bySeed: [720],
      changed: [],
      added: 0,
      note: null,
    },
  ],
  below: 0.85,
  nextSteps: ['Look at 1200 suspicious labels.'],
  ...change,
});

describe('checkHtml', () => {
  it('tells all sides of a file on one page that loads nothing', () => {
    const page = checkHtml(checked(), 'iris.csv');
    const told = [
      'Worth a look before it is trained on.',
      '20,000, 10,000 of them studied',
      '<li>Look at 1200 suspicious labels.</li>',
      'Duplicates</th><td>info</td><td>1 row repeats',
      'label-balance</th><td>warn</td>',
      'Conflicting labels</th><td></td><td>None.',
      'Leakage</th><td></td><td>Not looked for: too few rows',
      '1,200 look wrong; about 8 are.',
      '<th scope="row">3</th><td>a</td><td>b</td><td>0.012</td>',
      'The extra trees lose nothing.',
      '<svg',
      'Flips of one class to another</th><td>720</td><td>10.3%',
      'below 85.0%',
    ];
    for (const part of told) expect(page).toContain(part);
    expect(page).not.toContain('Not worth a line.');
    expect(page).not.toMatch(/<script|src=|href=|@import|url\(/i);
    expect(checkHtml(checked(), 'iris.csv')).toBe(page);
  });

  it('shows naughty names and messages as text', () => {
    const naughty = '<script>alert(1)</script>';
    const { validation } = checked();
    const findings = [{ ...validation.findings[0]!, message: naughty }];
    const page = checkHtml(checked({ validation: { ...validation, findings }, nextSteps: [naughty] }), naughty);
    expect(page).not.toContain('<script');
  });
});
