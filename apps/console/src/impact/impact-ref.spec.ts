import { describe, expect, it } from '@jest/globals';
import type { ImpactSubject } from '@antidote/contracts';
import fc from 'fast-check';
import { impactRef, readImpactRef } from './impact-ref.js';

const versionId = '00000000-0000-4000-8000-000000000001';

describe('impactRef', () => {
  it('is short and plain', () => {
    expect(impactRef({ type: 'source', dataset: 'churn', source: 'partner-b' })).toBe('source:churn:partner-b');
    expect(impactRef({ type: 'row', versionId, row: 12 })).toBe(`row:${versionId}:12`);
  });

  it('reads back, whatever the source is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (source) => {
        const subject: ImpactSubject = { type: 'source', dataset: 'churn', source };
        expect(readImpactRef(impactRef(subject))).toEqual(subject);
      }),
    );
    for (const subject of [
      { type: 'version', versionId },
      { type: 'row', versionId, row: 0 },
    ] satisfies ImpactSubject[]) {
      expect(readImpactRef(impactRef(subject))).toEqual(subject);
    }
  });

  it('names nothing when it is of no form', () => {
    for (const ref of [
      '',
      'version:',
      'version:1',
      `row:${versionId}`,
      `row:${versionId}:x`,
      'source:churn',
      'churn',
    ]) {
      expect(readImpactRef(ref)).toBeNull();
    }
  });
});
