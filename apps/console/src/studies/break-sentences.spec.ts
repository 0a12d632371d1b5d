import { expect, it } from '@jest/globals';
import type { BreakFinding, BreakReport } from '@antidote/contracts';
import { breakSentences } from './break-sentences.js';

const finding = (model: string, attack: BreakFinding['attack'], rows: number | null): BreakFinding => ({
  model,
  attack,
  clean: 0.95,
  rows,
  percent: rows === null ? null : rows / 2,
  reached: rows === null ? null : 0.84,
  searchedTo: 100,
  bySeed: [rows],
  changed: [],
  added: 0,
  note: null,
});
const report = (findings: BreakFinding[], certified: BreakReport['certified']): BreakReport => ({
  formatVersion: 1,
  metric: 'accuracy',
  below: 0.85,
  seeds: 1,
  seed: 42,
  trainRows: 200,
  testRows: 80,
  findings,
  certified,
});

it('tells the cheapest break of each model, and what is proven', () => {
  const found = [
    finding('decision-tree', 'uniform', 20),
    finding('decision-tree', 'greedy', 1),
    finding('random-forest', 'uniform', null),
    finding('certified-vote', 'uniform', 30),
  ];
  expect(breakSentences(report(found, { voters: 10, clean: 0.93, atLeast: 3 }))).toEqual([
    '1 poisoned row (0.5%, flips of greatest influence) takes the tree below 85.0%.',
    'No attack tried takes the forest below 85.0%.',
    'A vote of 10 parts provably holds against 2 changed labels, added or removed rows; an attack with 30 breaks it.',
  ]);
});

it('says where a limit is missed without poison', () => {
  const found = [finding('decision-tree', 'uniform', 0)];
  expect(breakSentences(report(found, { voters: 10, clean: 0.8, atLeast: 0 }))).toEqual([
    'The tree is below 85.0% without any poison (95.0%).',
    'The certified vote is below the limit without any poison (80.0%); it proves nothing here.',
  ]);
});
