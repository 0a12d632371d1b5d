import { describe, expect, it } from '@jest/globals';
import type { StudyCell, StudyReport } from '@antidote/contracts';
import { axisFloor, breaksAt, curvesOf, openingLevel, readableLevels, shareIntervalWords } from './study-reading.js';

const cell = (model: StudyCell['model'], level: number, mean: number): StudyCell => ({
  model,
  attack: 'uniform',
  level,
  mean,
  sd: 0.02,
  n: 10,
  interval: [mean - 0.01, mean + 0.01],
  accuracies: Array.from({ length: 10 }, () => mean),
});

const report = {
  spec: { levels: [50, 0, 10], models: ['random-forest', 'decision-tree'], attacks: ['uniform'] },
  majorityAccuracy: 0.5,
  cells: [
    cell('decision-tree', 10, 0.83),
    cell('random-forest', 50, 0.56),
    cell('decision-tree', 0, 0.94),
    cell('random-forest', 0, 0.95),
    cell('random-forest', 10, 0.925),
    cell('decision-tree', 50, 0.47),
  ],
} as unknown as StudyReport;

describe('reading a study', () => {
  it('orders curves as the spec does and points by level', () => {
    const [forest, tree] = curvesOf(report, 'uniform');
    expect(forest?.model).toBe('random-forest');
    expect(forest?.points.map((point) => point.level)).toEqual([0, 10, 50]);
    expect(tree?.points.map((point) => point.mean)).toEqual([0.94, 0.83, 0.47]);
  });

  it('leaves the baseline out of the levels to read at and opens with 10%', () => {
    expect(readableLevels(report)).toEqual([10, 50]);
    expect(openingLevel([10, 50])).toBe(10);
    expect(openingLevel([5, 20, 50])).toBe(20);
    expect(openingLevel([])).toBe(0);
  });

  it('breaks at the lowest level below the gate, or below always naming the commonest class', () => {
    const tree = { model: 'decision-tree', attack: 'uniform' } as const;
    const forest = { model: 'random-forest', attack: 'uniform' } as const;
    expect(breaksAt(report, tree, 0.9)).toEqual({ level: 10, below: 'gate', threshold: 0.9 });
    expect(breaksAt(report, forest, 0.9)).toEqual({ level: 50, below: 'gate', threshold: 0.9 });
    expect(breaksAt(report, tree, undefined)).toEqual({ level: 50, below: 'commonest class', threshold: 0.5 });
    expect(breaksAt(report, tree, 0.3)).toEqual({ level: 50, below: 'commonest class', threshold: 0.5 });
    expect(breaksAt(report, forest, undefined)).toBeNull();
  });

  it('begins the axis a tenth below whatever is drawn', () => {
    expect(axisFloor(curvesOf(report, 'uniform'), [0.333])).toBe(0.2);
    expect(axisFloor(curvesOf(report, 'uniform'), [])).toBe(0.4);
    expect(axisFloor([], [0.02])).toBe(0);
    expect(axisFloor([], [0.85])).toBe(0.8);
  });

  it('shows no interval for fewer than five seeds', () => {
    expect(shareIntervalWords(0.8, 0.85, 10)).toBe('(80.0 to 85.0)');
    expect(shareIntervalWords(0.8, 0.85, 4)).toBe('(not enough data)');
  });
});
