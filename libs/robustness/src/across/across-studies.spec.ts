import { describe, expect, it } from '@jest/globals';
import type { PairedDifference, StudyReport } from '@antidote/contracts';
import { acrossStudies } from './across-studies.js';

const points = (value: number, half: number): PairedDifference => ({
  points: { value, low: value - half, high: value + half },
  shown: Math.abs(value) > half,
});

interface Given {
  name: string;
  tree: PairedDifference;
  forest: PairedDifference;
  lead: PairedDifference;
}

const study = ({ name, tree, forest, lead }: Given, change: Partial<StudyReport> = {}): StudyReport => ({
  formatVersion: 2,
  dataset: { name, sha256: `${name}0123456789`, rows: 150, features: 4, classes: ['a', 'b'], target: 'label' },
  spec: {
    levels: [0, 10],
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds: 5,
    seed: 42,
    testShare: 0.3,
  },
  trainRows: 105,
  testRows: 45,
  fits: 20,
  labelsUsed: 'test-file',
  majorityAccuracy: 0.5,
  cells: [],
  losses: [
    { model: 'decision-tree', attack: 'uniform', level: 10, loss: tree },
    { model: 'random-forest', attack: 'uniform', level: 10, loss: forest },
  ],
  leads: [0, 10].map((level) => ({ model: 'random-forest', against: 'decision-tree', attack: 'uniform', level, lead })),
  verdict: { sentence: '', reasons: [], limits: [] },
  warnings: [],
  ...change,
});

const iris = study({ name: 'iris', tree: points(11, 4), forest: points(1, 2), lead: points(9, 4) });
const churn = study({ name: 'churn', tree: points(5, 1), forest: points(2, 1), lead: points(-3, 1) });
const digits = study({ name: 'digits', tree: points(8, 2), forest: points(0, 1), lead: points(0, 1) });

describe('studies of several datasets', () => {
  it('counts the datasets on which a difference is shown, and tells mean, least and most', () => {
    const across = acrossStudies([iris, churn, digits]);
    const [tree, forest] = across.losses;
    expect(tree).toMatchObject({
      model: 'decision-tree',
      points: { mean: 8, least: { dataset: 'churn', value: 5 }, most: { dataset: 'iris', value: 11 } },
      shown: ['iris', 'churn', 'digits'],
    });
    expect(forest!.shown).toEqual(['churn']);
    const lead = across.leads.find(({ level }) => level === 10)!;
    expect(lead).toMatchObject({ ahead: ['iris'], behind: ['churn'], points: { mean: 2 } });
    expect(across.verdict).toEqual({
      sentence:
        'At 10% random flips the tree loses on 3 of 3 datasets (5.0 to 11.0 points), the forest on 1 of 3 datasets (0.0 to 2.0).',
      reasons: [
        'At 10% the forest is ahead of the tree on 1 of 3 datasets, behind on churn, not to be told apart on 1: 2.0 points on average (−3.0 on churn to 9.0 on iris).',
      ],
      limits: ['Each dataset counts the same; 3 datasets say little of others.'],
    });
  });

  it('reads a pair of models whichever way round a study states it', () => {
    const turned = study({ name: 'turned', tree: points(5, 1), forest: points(2, 1), lead: points(-3, 1) });
    turned.spec.models = ['random-forest', 'decision-tree'];
    turned.leads = turned.leads.map((lead) => ({ ...lead, model: 'decision-tree', against: 'random-forest' }));
    const [lead] = acrossStudies([iris, turned]).leads;
    expect(lead).toMatchObject({ model: 'random-forest', ahead: ['iris', 'turned'], behind: [], points: { mean: 6 } });
  });

  it('takes what all studies have, and names two versions of a dataset apart', () => {
    const other = study({ name: 'iris', tree: points(5, 1), forest: points(2, 1), lead: points(3, 1) });
    other.dataset.sha256 = 'fedcba9876543210';
    other.spec = { ...other.spec, models: ['random-forest', 'extra-trees'], levels: [0, 5, 10] };
    const { models, levels, leads, datasets } = acrossStudies([iris, other]);
    expect({ models, levels, leads }).toEqual({ models: ['random-forest'], levels: [0, 10], leads: [] });
    expect(datasets.map(({ name }) => name)).toEqual(['iris iris0123', 'iris fedcba98']);
  });

  it('tells of a trigger how often it works', () => {
    const attacked = (name: string, rate: number) => {
      const given = study({ name, tree: points(0, 1), forest: points(0, 1), lead: points(0, 1) });
      const at = { attack: 'backdoor-in-range' as const, level: 10, mean: 0.9, sd: 0, n: 5, accuracies: [] };
      const attackSuccess = { rate: { value: rate, low: rate, high: rate }, floor: 0.1, rates: [] };
      given.spec = { ...given.spec, attacks: ['backdoor-in-range'], models: ['random-forest'] };
      given.cells = [{ ...at, model: 'random-forest', interval: [0.9, 0.9], attackSuccess }];
      given.losses = [{ model: 'random-forest', attack: at.attack, level: 10, loss: points(0, 1) }];
      return given;
    };
    const { success, verdict } = acrossStudies([attacked('one', 0.8), attacked('two', 1)]);
    expect(success[0]).toMatchObject({ floor: 0.1, rate: { mean: 0.9, least: { dataset: 'one', value: 0.8 } } });
    expect(verdict.sentence).toContain('90.0% with the forest (80.0 to 100.0; 10.0% unpoisoned)');
  });

  it('gives no verdict on too few seeds, and says whose labels are in doubt', () => {
    const few = study({ name: 'few', tree: points(5, 1), forest: points(2, 1), lead: points(3, 1) });
    few.spec.seeds = 2;
    few.labelsUsed = 'as-given';
    const { verdict } = acrossStudies([iris, few]);
    expect(verdict.sentence).toBe('Not enough data for a verdict: at least 5 seeds are needed, and few has 2.');
    expect(verdict.limits[0]).toBe('Scored on the labels as given, which may be poisoned: few.');
  });

  it('reads no loss where the lowest level of one is the only other level of the rest', () => {
    const high = study({ name: 'high', tree: points(5, 1), forest: points(2, 1), lead: points(3, 1) }, { losses: [] });
    high.spec = { ...high.spec, levels: [10] };
    const { losses, verdict } = acrossStudies([iris, high]);
    expect(losses).toEqual([]);
    expect(verdict.sentence).toMatch(/^No loss can be read/);
    expect(verdict.limits).toContain(
      'Losses are against the lowest level of each study, which is not the same in all.',
    );
  });

  it('refuses a single study, and studies with nothing in common', () => {
    expect(() => acrossStudies([iris])).toThrow('There is 1 study; give two or more');
    const strange = study({ name: 'strange', tree: points(5, 1), forest: points(2, 1), lead: points(3, 1) });
    strange.spec = { ...strange.spec, attacks: ['greedy'], levels: [0, 7] };
    expect(() => acrossStudies([iris, strange])).toThrow(
      'The 2 studies have no attack and no level above 0% in common',
    );
  });
});
