import { describe, expect, it } from '@jest/globals';
import type { VersionSummary } from '@antidote/contracts';
import { findVersion, versionSentence } from './version-sentence.js';

const version = (change: Partial<VersionSummary> = {}): VersionSummary => ({
  id: '00000000-0000-4000-8000-000000000001',
  dataset: 'iris',
  digest: '9f2c41d8aa',
  kind: 'original',
  target: 'label',
  rows: 150,
  features: 4,
  classes: ['setosa', 'versicolor', 'virginica'].map((label) => ({ label, rows: 50 })),
  warnings: [],
  parentId: null,
  runId: null,
  reviewId: null,
  poison: null,
  changedLabels: 0,
  droppedRows: 0,
  createdAt: '2026-11-21T08:00:00.000Z',
  createdBy: 'ana',
  ...change,
});

describe('versionSentence', () => {
  it('says what is known about each kind', () => {
    expect(versionSentence(version())).toBe(
      'Ready to train: 150 rows in 3 classes. Nobody has checked the labels here yet.',
    );
    expect(
      versionSentence(
        version({ kind: 'poisoned', changedLabels: 15, poison: { attack: 'uniform', percent: 10, seed: 42 } }),
      ),
    ).toBe('Only to learn from: 15 labels were changed on purpose (Random flips, 10%).');
    expect(versionSentence(version({ kind: 'cleaned', changedLabels: 1, droppedRows: 2 }))).toBe(
      'People checked the suspicious labels: 1 label changed, 2 rows dropped. Train on it and compare.',
    );
  });
});

describe('findVersion', () => {
  it('takes the beginning of a digest', () => {
    const versions = [version(), version({ digest: 'b7710f5a00' })];
    expect(findVersion(versions, 'b7710f5a')?.digest).toBe('b7710f5a00');
    expect(findVersion(versions, 'ffff')).toBeUndefined();
  });

  it('tells versions with the same content apart by their id', () => {
    const cleaned = version({ id: '00000000-0000-4000-8000-000000000003', kind: 'cleaned' });
    const versions = [cleaned, version()];
    expect(findVersion(versions, '9f2c41d8', version().id)?.kind).toBe('original');
    expect(findVersion(versions, '9f2c41d8')?.kind).toBe('cleaned');
    expect(findVersion(versions, 'b7710f5a', cleaned.id)).toBeUndefined();
  });
});
