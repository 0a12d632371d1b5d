import { describe, expect, it } from '@jest/globals';
import type { Model } from '@antidote/contracts';
import { comparisonCaution, comparisonSentence } from './comparison-sentence.js';

const model = (versionKind: Model['versionKind'], accuracy: number, interval: [number, number]) => ({
  versionKind,
  kind: 'decision-tree' as const,
  metrics: { accuracy, balancedAccuracy: accuracy, precision: accuracy, recall: accuracy, f1: accuracy },
  accuracyInterval: interval,
  testRows: 45,
  labelsUsed: 'manifest' as const,
});

describe('comparisonSentence', () => {
  it('claims a lead only when the intervals do not meet', () => {
    expect(comparisonSentence(model('poisoned', 0.62, [0.5, 0.75]), model('cleaned', 0.956, [0.85, 0.99]))).toBe(
      'The model on the cleaned version is 33.6 points ahead (95.6% against 62.0%).',
    );
    expect(comparisonSentence(model('poisoned', 0.84, [0.71, 0.92]), model('cleaned', 0.933, [0.82, 0.98]))).toBe(
      'Cannot be told apart on 45 rows: 84.0% and 93.3%, and their intervals meet.',
    );
  });

  it('warns of labels that may be poisoned', () => {
    const safe = model('cleaned', 0.9, [0.8, 0.95]);
    expect(comparisonCaution(safe, safe)).toBeNull();
    expect(comparisonCaution(safe, { ...safe, labelsUsed: 'as-given' })).toMatch(/may be poisoned/);
    expect(comparisonCaution(safe, { ...safe, labelsUsed: 'test-file' })).toMatch(/different kinds/);
  });
});
