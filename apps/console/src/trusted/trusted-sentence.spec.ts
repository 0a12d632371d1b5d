import { describe, expect, it } from '@jest/globals';
import type { TrustedSet } from '@antidote/contracts';
import { notYetSealed, trustedSentence } from './trusted-sentence.js';

const id = '00000000-0000-4000-8000-000000000001';
const set = (change: Partial<TrustedSet> = {}): TrustedSet => ({
  id,
  dataset: 'churn',
  versionId: id,
  state: 'drawn',
  seed: 42,
  size: 30,
  precision: [
    { accuracy: 0.5, low: 0.332, high: 0.668, halfWidthPoints: 16.8 },
    { accuracy: 0.95, low: 0.83, high: 0.99, halfWidthPoints: 8 },
  ],
  reviewers: [],
  agreement: { rows: 0, agreed: 0, kappa: null },
  conflicts: [],
  digest: null,
  createdAt: '2026-11-21T08:00:00Z',
  createdBy: 'ana',
  sealedAt: null,
  sealedBy: null,
  retiredAt: null,
  ...change,
});
const both = [
  { reviewer: 'ada', labelled: 30 },
  { reviewer: 'grace', labelled: 30 },
];

describe('a trusted set', () => {
  it('says what is missing until it can be sealed', () => {
    expect(trustedSentence(set())).toBe('Nothing yet. Two people have to label its rows, each by themselves.');
    expect(notYetSealed(set({ reviewers: both.slice(1) }))).toBe('A second person has to label its rows.');
    expect(notYetSealed(set({ reviewers: [both[0]!, { reviewer: 'grace', labelled: 29 }] }))).toBe(
      'grace has 1 row left to label.',
    );
    const conflict = { row: 3, labels: [], adjudicated: null };
    expect(notYetSealed(set({ reviewers: both, conflicts: [conflict] }))).toBe(
      '1 row where the two differ wants a final word.',
    );
    expect(notYetSealed(set({ reviewers: both, conflicts: [{ ...conflict, adjudicated: 'Yes' }] }))).toBeNull();
  });

  it('says what it is worth once sealed', () => {
    expect(trustedSentence(set({ state: 'sealed' }))).toBe(
      'An accuracy measured on its 30 rows is good to 16.8 points either way, or better.',
    );
  });
});
