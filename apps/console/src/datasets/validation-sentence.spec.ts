import { describe, expect, it } from '@jest/globals';
import type { VersionValidation } from '@antidote/contracts';
import { validationSentence } from './validation-sentence.js';

const id = '00000000-0000-4000-8000-000000000001';
const other = '00000000-0000-4000-8000-000000000002';
const report = (count: number) =>
  ({ findings: Array.from({ length: count }, () => ({})) }) as NonNullable<VersionValidation['validation']>['report'];
const validation = (change: Partial<NonNullable<VersionValidation['validation']>> = {}) => ({
  id,
  versionId: id,
  runId: id,
  verdict: 'pass' as const,
  expectationsRevision: null,
  acknowledgement: null,
  createdAt: '2026-11-21T08:00:00Z',
  report: report(0),
  ...change,
});
const found = (change: Partial<VersionValidation> = {}): VersionValidation => ({
  versionId: id,
  state: 'done',
  runId: id,
  validation: validation(),
  quarantined: false,
  verdictOf: id,
  ...change,
});

describe('validationSentence', () => {
  it('says where validation stands', () => {
    expect(validationSentence(found({ state: 'none', validation: null }), id)).toBe('Nobody has validated it yet.');
    expect(validationSentence(found({ state: 'pending', validation: null }), id)).toBe('Being validated.');
    expect(validationSentence(found({ state: 'failed', validation: null }), id)).toMatch(/^Validation failed/);
  });

  it('says what was found', () => {
    expect(validationSentence(found(), id)).toBe('Nothing stands out.');
    const warned = validation({ verdict: 'warn', report: report(2) });
    expect(validationSentence(found({ validation: warned }), id)).toBe('2 findings; none of them blocks it.');
    expect(validationSentence(found({ validation: validation({ report: null }) }), id)).toMatch(/validate again\.$/);
  });

  it('says when nothing trains on it, and whose verdict that is', () => {
    const blocked = validation({ verdict: 'block', report: report(1) });
    expect(validationSentence(found({ validation: blocked, quarantined: true }), id)).toMatch(/^In quarantine: /);
    expect(validationSentence(found({ validation: blocked }), id)).toMatch(/a person accepted that\.$/);
    expect(validationSentence(found({ validation: null, quarantined: true, verdictOf: other }), id)).toMatch(
      /as the version it was made from is/,
    );
  });
});
