import { describe, expect, it } from '@jest/globals';
import type { Version } from '@antidote/contracts';
import { dataSheet, dataSheetHtml, dataSheetMarkdown, type DataSheetFacts } from './data-sheet.js';

const NAUGHTY = '<script>alert(1)</script> | [x](javascript:y)\n# head';
const id = '00000000-0000-4000-8000-000000000000';

function version(over: Partial<Version> = {}): Version {
  return {
    id,
    dataset: 'churn',
    digest: 'a'.repeat(64),
    kind: 'original',
    target: NAUGHTY,
    rows: 10,
    features: 1,
    classes: [
      { label: 'no', rows: 7 },
      { label: NAUGHTY, rows: 3 },
    ],
    warnings: [],
    parentId: null,
    runId: null,
    reviewId: null,
    poison: null,
    changedLabels: 0,
    droppedRows: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'ada',
    columns: [{ name: NAUGHTY, type: 'numeric', missing: 1, quantiles: [0, 1, 2, 3, 4], distinct: null }],
    ...over,
  } as Version;
}

function facts(over: Partial<DataSheetFacts> = {}): DataSheetFacts {
  const one = version();
  return { version: one, lineage: [one], sources: [], recalls: [], trusted: null, erasedRows: 0, models: 0, ...over };
}

describe('dataSheet', () => {
  it('says what it is, whence it came, how it was labelled and what its limits are', () => {
    const original = version({ digest: 'b'.repeat(64) });
    const filtered = version({ kind: 'filtered', droppedRows: 4, createdBy: 'grace' });
    const subject = { type: 'source', dataset: 'churn', source: 'vendor-b' } as const;
    const text = dataSheetMarkdown(
      dataSheet(
        facts({
          version: filtered,
          lineage: [filtered, original],
          sources: [{ source: 'vendor-a', rows: 6 }],
          recalls: [{ subject, reason: 'They guessed.' }],
          erasedRows: 1,
          models: 2,
        }),
      ),
    );
    for (const words of [
      '70.0 %',
      'Registered by ada',
      'Then filtered by grace',
      '4 rows dropped',
      'vendor-a',
      'recalled: They guessed.',
      'values of 1 row were erased',
      '2 models trained on it are',
      'Nobody has reviewed its labels',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('lets no name become markup', () => {
    const sheet = dataSheet(facts());
    expect(dataSheetHtml(sheet)).not.toContain('<script');
    const markdown = dataSheetMarkdown(sheet);
    expect(markdown).not.toContain('<script');
    expect(markdown).not.toMatch(/^# head/m);
    expect(markdown).not.toMatch(/[^\\]\[x[^\\]*\]\(/);
  });

  it('cuts long tables and says so', () => {
    const classes = Array.from({ length: 300 }, (_, index) => ({ label: `c${index}`, rows: 1 }));
    expect(dataSheetMarkdown(dataSheet(facts({ version: version({ classes, rows: 300 }) })))).toContain('and 100 more');
  });
});
