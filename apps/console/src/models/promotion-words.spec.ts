import { describe, expect, it } from '@jest/globals';
import type { Promotion, RuleResult } from '@antidote/contracts';
import { inUrgency, promotionSentence, ruleValue, timeline } from './promotion-words.js';

const rule = (change: Partial<RuleResult> = {}): RuleResult => ({
  rule: 'accuracy',
  outcome: 'pass',
  value: 0.947,
  low: 0.934,
  high: 0.96,
  limit: 0.9,
  unit: 'share',
  reason: 'At least 90.0%, lower end of the interval.',
  remedy: null,
  ...change,
});

const open = rule({
  rule: 'review-finished',
  outcome: 'block',
  value: 284,
  low: null,
  high: null,
  limit: 0,
  unit: 'rows',
  reason: '284 flagged labels still wait for a decision.',
});

const promotion = (change: Partial<Promotion>): Promotion =>
  ({
    alias: 'champion',
    registeredModel: 'iris-tree',
    requestedBy: 'ana',
    requestedAt: '2026-11-21T08:00:00.000Z',
    finishedAt: '2026-11-21T08:00:04.000Z',
    reason: 'best so far on clean rows',
    modelVersion: null,
    replaced: null,
    decision: null,
    error: null,
    ...change,
  }) as Promotion;

describe('promotion in words', () => {
  it('names the rule that blocks and what it read', () => {
    const refused = promotion({ state: 'refused', decision: { outcome: 'block', results: [rule(), open] } });
    expect(promotionSentence(refused)).toBe('Not yet: one rule blocks. 284 flagged labels still wait for a decision.');
    expect(inUrgency(refused.decision!.results)[0]).toBe(open);
    expect(timeline(refused).map((step) => step.state)).toEqual(['done', 'stopped', 'to-come', 'to-come']);
  });

  it('says what is live', () => {
    const live = promotion({
      state: 'live',
      modelVersion: '5',
      replaced: '4',
      decision: { outcome: 'pass', results: [rule()] },
    });
    expect(promotionSentence(live)).toBe('Yes: champion points to version 5 of iris-tree.');
    expect(timeline(live).map((step) => step.state)).toEqual(['done', 'done', 'done', 'done']);
    expect(timeline(live).at(-1)?.text).toBe('Live, replaces version 4');
  });

  it('marks where a fault stopped it', () => {
    const failed = promotion({
      state: 'failed',
      error: 'MLflow is down',
      decision: { outcome: 'pass', results: [rule()] },
    });
    expect(timeline(failed).map((step) => step.state)).toEqual(['done', 'done', 'stopped', 'to-come']);
  });

  it('writes values in their units', () => {
    expect(ruleValue(rule())).toBe('94.7% (93.4 to 96.0)');
    expect(ruleValue(rule({ unit: 'points', value: 3.6, low: 2.2, high: 5.1 }))).toBe('3.6 points (2.2 to 5.1)');
    expect(ruleValue(open)).toBe('284 open');
    expect(ruleValue(rule({ value: null }))).toBe('not known');
  });
});
