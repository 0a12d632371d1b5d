import { describe, expect, it } from '@jest/globals';
import type { Recall, Review, Run, VersionSummary } from '@antidote/contracts';
import { needs } from './needs.js';

const id = '00000000-0000-4000-8000-000000000001';
const NOW = Date.parse('2026-11-21T12:00:00Z');
const ALL = { acknowledge: true, recall: true, runs: true, decide: true };
const run = (change: Partial<Run> = {}): Run => ({
  id,
  kind: 'poison',
  state: 'failed',
  dataset: 'churn',
  inputVersionId: id,
  request: { kind: 'poison', versionId: id, spec: { attack: 'uniform', percent: 10, seed: 42 } },
  progress: { done: 0, total: 0 },
  outputVersionId: null,
  outputModelId: null,
  outputReviewId: null,
  mlflow: null,
  error: { code: 'defect', message: 'It broke.' },
  requestedBy: 'ana',
  createdAt: '2026-11-21T08:00:00Z',
  startedAt: null,
  finishedAt: null,
  ...change,
});
const recall = (change: Partial<Recall> = {}): Recall => ({
  id,
  subject: { type: 'source', dataset: 'churn', source: 'partner-b' },
  dataset: 'churn',
  reason: 'Half of its labels are wrong.',
  state: 'active',
  freezes: [],
  replacements: [],
  proposals: [
    { id, modelId: id, affectedVersionId: id, state: 'proposed', runId: null, startedBy: null, startedAt: null },
  ],
  createdAt: '2026-11-21T09:00:00Z',
  createdBy: 'ana',
  liftedAt: null,
  liftedBy: null,
  liftReason: null,
  ...change,
});
const review = {
  versionDigest: 'c090f738' + '0'.repeat(56),
  id,
  dataset: 'churn',
  state: 'open',
  items: 412,
  decided: 128,
  createdAt: '2026-11-20T08:00:00Z',
};
const version = { id, dataset: 'churn', digest: 'ab12', createdAt: '2026-11-21T07:00:00Z' } as VersionSummary;
const blocked = [{ version, findings: 2 }];
const reviews = [review as Review];
const none = { recalls: [], blocked: [], failed: [], runs: [], reviews: [] };

describe('needs', () => {
  it('puts recalls before blocked versions before failed runs before reviews, each with its reason', () => {
    const found = needs({ recalls: [recall()], blocked, failed: [run()], runs: [], reviews }, ALL, NOW);
    expect(found.map(({ kind, why }) => [kind, why])).toEqual([
      ['recall', '1 model waits to be trained again'],
      ['blocked', 'in quarantine: 2 findings block'],
      ['run', 'It broke.'],
      ['review', '284 rows to decide'],
    ]);
  });

  it('leaves out what is done, old or made good', () => {
    const old = run({ createdAt: '2026-11-01T08:00:00Z' });
    const again = run({ createdAt: '2026-11-21T10:00:00Z', state: 'succeeded', error: null });
    const done = { ...review, decided: 412 } as Review;
    expect(needs({ ...none, failed: [old] }, ALL, NOW)).toEqual([]);
    expect(needs({ ...none, failed: [run()], runs: [again] }, ALL, NOW)).toEqual([]);
    expect(needs({ ...none, recalls: [recall({ state: 'lifted' }), recall({ proposals: [] })] }, ALL, NOW)).toEqual([]);
    expect(needs({ ...none, reviews: [done] }, ALL, NOW)).toEqual([]);
  });

  it('shows nobody what another role has to do', () => {
    const everything = { ...none, recalls: [recall()], blocked, failed: [run()], reviews };
    expect(needs(everything, { acknowledge: false, recall: false, runs: false, decide: false }, NOW)).toEqual([]);
    expect(needs(everything, { acknowledge: false, recall: false, runs: false, decide: true }, NOW)).toHaveLength(1);
  });
});
