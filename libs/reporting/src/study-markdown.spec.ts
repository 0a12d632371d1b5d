import { describe, expect, it } from '@jest/globals';
import type { StudyReport } from '@antidote/contracts';
import { studyMarkdown } from './study-markdown.js';

const report: StudyReport = {
  formatVersion: 2,
  dataset: { name: 'a', sha256: '00', rows: 10, features: 2, classes: ['x', 'y'], target: 'l' },
  spec: { levels: [10, 0], models: ['decision-tree'], attacks: ['uniform'], seeds: 5, seed: 1, testShare: 0.3 },
  trainRows: 7,
  testRows: 3,
  fits: 10,
  labelsUsed: 'as-given',
  majorityAccuracy: 0.5,
  cells: [0, 10].map((level) => ({
    model: 'decision-tree',
    attack: 'uniform',
    level,
    mean: 0.9 - level / 100,
    sd: 0,
    n: 5,
    interval: [0.75, 0.95],
    accuracies: [],
  })),
  losses: [],
  leads: [],
  verdict: { sentence: 'It holds | so far.', reasons: ['One.'], limits: ['Few rows.'] },
  warnings: [],
};

describe('studyMarkdown', () => {
  it('tells the verdict, the limits and a line for each model', () => {
    const text = studyMarkdown(report);
    expect(text).toMatch(/^# How much poison can a take\?\n\n\*\*It holds \| so far\.\*\*\n\n- One\.\n\n> Few rows\./);
    expect(text).toContain(
      '| model | 0% | 10% |\n| --- | ---: | ---: |\n| decision-tree | 90.0% (75.0% to 95.0%) | 80.0% (75.0% to 95.0%) |',
    );
  });
});
