import { describe, expect, it } from '@jest/globals';
import type { StudyReport } from '@antidote/contracts';
import { compareStudies, comparisonSentence, unlike } from './compare-studies.js';

const study = (mean: number, half: number, change: object = {}) =>
  ({
    dataset: { name: 'iris', sha256: 'a' },
    labelsUsed: 'as-given',
    spec: { seeds: 10, testShare: 0.3 },
    cells: [
      { attack: 'uniform', model: 'random-forest', level: 10, mean, n: 10, interval: [mean - half, mean + half] },
      { attack: 'uniform', model: 'random-forest', level: 20, mean, n: 10, interval: [mean - half, mean + half] },
    ],
    ...change,
  }) as unknown as StudyReport;

describe('two studies beside each other', () => {
  it('claims a difference only where the intervals do not overlap', () => {
    const apart = compareStudies(study(0.8, 0.02), study(0.9, 0.02));
    expect(apart.map(({ ahead, shown }) => [ahead.toFixed(1), shown])).toEqual([
      ['10.0', true],
      ['10.0', true],
    ]);
    expect(comparisonSentence(apart)).toMatch(/ahead in 2 of 2 measurements in common, and behind in none/);
    expect(comparisonSentence(compareStudies(study(0.8, 0.06), study(0.9, 0.06)))).toMatch(/cannot be told apart/);
    expect(comparisonSentence(compareStudies(study(0.9, 0.02), study(0.8, 0.02)))).toMatch(/behind in 2/);
    expect(comparisonSentence(compareStudies(study(0.9, 0.1), study(0.9, 0.1, { cells: [] })))).toMatch(/no attack/);
  });

  it('names what is not the same', () => {
    expect(unlike(study(0.9, 0), study(0.9, 0))).toEqual([]);
    const other = study(0.9, 0, { labelsUsed: 'trusted', dataset: { name: 'iris', sha256: 'b' } });
    expect(unlike(study(0.9, 0), other)).toEqual([
      'They are of different versions of the dataset.',
      'They are scored on different labels: as-given and trusted.',
    ]);
  });
});
