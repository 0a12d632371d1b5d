import type { StudiesReport, StudyReport } from '@antidote/contracts';
import { describe, expect, it } from '@jest/globals';
import { studiesHtml } from './studies-html.js';

const study = (name: string): StudyReport => ({
  formatVersion: 2,
  dataset: { name, sha256: 'ab', rows: 150, features: 4, classes: ['a', 'b'], target: 'label' },
  spec: { levels: [0, 10], models: ['random-forest'], attacks: ['uniform'], seeds: 5, seed: 42, testShare: 0.3 },
  trainRows: 105,
  testRows: 45,
  fits: 10,
  labelsUsed: 'as-given',
  majorityAccuracy: 0.5,
  cells: [0, 10].map((level) => ({
    model: 'random-forest',
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
  verdict: { sentence: `Of ${name} alone.`, reasons: [], limits: [] },
  warnings: [],
});

const studies = (...names: string[]): StudiesReport => ({
  formatVersion: 1,
  across: {
    formatVersion: 1,
    datasets: names.map((name) => ({ name, sha256: 'ab', rows: 1500, seeds: 5, labelsUsed: 'as-given' })),
    models: ['random-forest'],
    attacks: ['uniform'],
    levels: [0, 10],
    losses: [
      {
        model: 'random-forest',
        attack: 'uniform',
        level: 10,
        points: { mean: 3, least: { dataset: names[0]!, value: 1 }, most: { dataset: names[1]!, value: 5 } },
        shown: [names[1]!],
      },
    ],
    leads: [],
    success: [],
    verdict: { sentence: 'Of both.', reasons: ['A reason.'], limits: ['A limit.'] },
  },
  studies: names.map(study),
});

describe('studiesHtml', () => {
  it('tells what the studies say together, then each by itself', () => {
    const page = studiesHtml(studies('iris', 'churn'));
    expect(page).toContain('models of <em>iris</em>, <em>churn</em> take?');
    expect(page).toContain('3.0 <small>(1.0 on iris to 5.0 on churn)</small></td><td>churn</td>');
    const order = ['Of both.', '<h2>iris</h2>', 'Of iris alone.', '<h2>churn</h2>', 'Of churn alone.'];
    const places = order.map((part) => page.indexOf(part));
    expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true);
    expect(page.match(/<h2>/g)).toHaveLength(2);
    expect(page).not.toMatch(/<script|src=|href=|@import|url\(/i);
  });

  it('shows naughty names as text', () => {
    expect(studiesHtml(studies('<script>', '<h2>x'))).not.toMatch(/<script|<h2>x|<h3>x/);
  });
});
