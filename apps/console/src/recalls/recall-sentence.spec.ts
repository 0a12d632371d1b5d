import { describe, expect, it } from '@jest/globals';
import type { Recall, RecallPlan } from '@antidote/contracts';
import { planSentence, recallSentence } from './recall-sentence.js';

const id = '00000000-0000-4000-8000-000000000001';
const at = '2026-11-21T09:00:00Z';
const freeze = { registeredModel: 'churn-forest', alias: 'staging', modelId: id, modelVersion: '4' };
const replacement = { affectedVersionId: id, runId: id, state: 'succeeded' as const, versionId: id };
const proposal = { id, modelId: id, affectedVersionId: id, runId: null, startedBy: null, startedAt: null };
const recall = (change: Partial<Recall> = {}): Recall => ({
  id,
  subject: { type: 'source', dataset: 'churn', source: 'partner-b' },
  dataset: 'churn',
  reason: 'Half of its labels are wrong.',
  state: 'active',
  freezes: [{ ...freeze, markedAt: at, liftedAt: null }],
  replacements: [replacement],
  proposals: [{ ...proposal, state: 'proposed' }],
  createdAt: at,
  createdBy: 'ana',
  liftedAt: null,
  liftedBy: null,
  liftReason: null,
  ...change,
});

describe('recallSentence', () => {
  it('says how far the damage is contained', () => {
    expect(recallSentence(recall())).toBe('Contained: 1 alias is frozen, and 1 model waits to be trained again.');
    expect(recallSentence(recall({ replacements: [{ ...replacement, state: 'running', versionId: null }] }))).toBe(
      'Under way: 1 version without it being built; 1 alias is frozen.',
    );
    expect(recallSentence(recall({ replacements: [{ ...replacement, state: 'failed', versionId: null }] }))).toMatch(
      /^Not done: 1 version/,
    );
    expect(recallSentence(recall({ proposals: [{ ...proposal, state: 'started' }] }))).toMatch(/Promote what holds\.$/);
    expect(recallSentence(recall({ proposals: [], freezes: [] }))).toBe(
      'Contained: 0 aliases are frozen, and no model was trained on it.',
    );
    expect(recallSentence(recall({ state: 'lifted', liftedBy: 'ada' }))).toMatch(/^Taken back by ada/);
  });
});

describe('planSentence', () => {
  const plan = (versionId: string | null): RecallPlan => ({
    impact: {} as RecallPlan['impact'],
    freezes: [{ ...freeze, promotionId: id, from: at, until: null }],
    replacements: [{ affectedVersionId: id, versionId }],
    proposals: [{ modelId: id, affectedVersionId: id }],
  });

  it('says what a recall would do', () => {
    expect(planSentence(plan(null))).toBe(
      'Recalling it freezes 1 alias, builds 1 version without it and proposes to train 1 model again.',
    );
    expect(planSentence(plan(id))).toMatch(/, falls back to 1 earlier version and /);
  });
});
