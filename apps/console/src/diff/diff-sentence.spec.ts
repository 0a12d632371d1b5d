import { describe, expect, it } from '@jest/globals';
import type { VersionDiff } from '@antidote/contracts';
import { diffSentence } from './diff-sentence.js';

const end = { versionId: '00000000-0000-4000-8000-000000000001', digest: 'ab' };
const none = { total: 0, rows: [] };
const diff = (change: Partial<VersionDiff> = {}): VersionDiff => ({
  rowsBefore: 150,
  rowsAfter: 150,
  labelGroups: [],
  changedLabels: 0,
  changedRows: 0,
  cells: { total: 0, offset: 0, shown: [] },
  added: none,
  dropped: none,
  columns: [],
  classes: [],
  from: end,
  to: end,
  matchedBy: 'lineage',
  ...change,
});
const cells = (total: number) => ({ total, offset: 0, shown: [] });

describe('diffSentence', () => {
  it('counts labels, values and rows', () => {
    expect(diffSentence(diff())).toBe('Nothing: both hold the same rows.');
    expect(diffSentence(diff({ changedLabels: 15, cells: cells(15) }))).toBe('15 labels changed.');
    expect(diffSentence(diff({ changedLabels: 1, cells: cells(4) }))).toBe('1 label and 3 values changed.');
    expect(
      diffSentence(diff({ cells: cells(2), added: { total: 1, rows: [150] }, dropped: { total: 1_006, rows: [0] } })),
    ).toBe('2 values changed, 1 row came and 1,006 rows went.');
  });
});
