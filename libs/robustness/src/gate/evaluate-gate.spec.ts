import { describe, expect, it } from '@jest/globals';
import type { Evidence, Policy } from '@antidote/contracts';
import { evaluateGate } from './evaluate-gate.js';

const policy: Policy = {
  formatVersion: 1,
  name: 'default',
  aliases: ['staging', 'champion'],
  approvals: 2,
  rules: [
    { rule: 'accuracy', atLeast: 0.9, labels: ['trusted', 'test-file', 'manifest'] },
    { rule: 'accuracy-lost', level: 10, atMostPoints: 5, minSeeds: 5 },
    { rule: 'review-finished' },
  ],
};

const id = '00000000-0000-4000-8000-000000000000';

const evidence = (overrides: Partial<Evidence> = {}): Evidence => ({
  modelSha256: 'a',
  versionDigest: 'b',
  accuracy: { value: 0.95, low: 0.88, high: 0.98, testRows: 45, labelsUsed: 'manifest' },
  study: { runId: id, level: 10, points: 2.5, low: 1.2, high: 3.9, seeds: 10 },
  review: { id, state: 'applied', items: 20, decided: 20, changedRows: 14, trainedOnResult: true },
  recalls: [],
  scorecard: null,
  quarantinedBy: null,
  approval: 'self-approved',
  ...overrides,
});

const blocked = (overrides: Partial<Evidence>) =>
  evaluateGate(policy, evidence(overrides)).results.filter((result) => result.outcome === 'block');

describe('evaluateGate', () => {
  it('passes when every rule holds, and says by what', () => {
    const { outcome, results } = evaluateGate(policy, evidence());
    expect(outcome).toBe('pass');
    expect(results.map((result) => [result.rule, result.value, result.limit, result.remedy])).toEqual([
      ['accuracy', 0.95, 0.9, null],
      ['accuracy-lost', 2.5, 5, null],
      ['review-finished', 0, 0, null],
    ]);
    expect(results[0]!.reason).toContain('95.0% (95% interval 88.0% to 98.0%) on 45 rows, by the original labels');
    expect(results[1]!.reason).toMatch(
      /^At 10% poison models of this kind, with default parameters, lose 2\.5 points /,
    );
  });

  it('asks how much planted poison is seen: the least of the attacks counts, and what is not known blocks', () => {
    const asks: Policy = {
      ...policy,
      rules: [{ rule: 'poison-seen', attacks: ['uniform', 'targeted'], atLeast: 0.5 }],
    };
    const seen = (uniform: number | null, targeted: number | null) => {
      const recall = (value: number | null) => value && { value, low: value - 0.1, high: value + 0.1 };
      return evaluateGate(
        asks,
        evidence({
          scorecard: {
            runId: id,
            attacks: [
              { attack: 'uniform', recall: recall(uniform) || null },
              { attack: 'targeted', recall: recall(targeted) || null },
            ],
          },
        }),
      ).results[0]!;
    };
    expect(seen(0.8, 0.5)).toMatchObject({ outcome: 'pass', value: 0.5, low: 0.4, high: 0.6, remedy: null });
    expect(seen(0.8, 0.49)).toMatchObject({ outcome: 'block', value: 0.49 });
    expect(seen(0.8, 0.49).reason).toMatch(/planted targeted poison 49\.0% is seen .* least of 2 attacks; .* 50\.0%/);
    expect(seen(0.8, null)).toMatchObject({ outcome: 'block', value: null });
    expect(seen(0.8, null).reason).toMatch(/could not plant targeted/);
    expect(evaluateGate(asks, evidence()).results[0]!.remedy).toMatch(/with the scorecard/);
  });

  it('passes at the very limit', () => {
    const accuracy = { ...evidence().accuracy, value: 0.9 };
    const study = { ...evidence().study!, points: 5 };
    expect(evaluateGate(policy, evidence({ accuracy, study })).outcome).toBe('pass');
  });

  it('blocks on each rule by itself, with a remedy', () => {
    expect(blocked({ accuracy: { ...evidence().accuracy, value: 0.89 } })).toMatchObject([{ rule: 'accuracy' }]);
    expect(blocked({ study: { ...evidence().study!, points: 5.1 } })).toMatchObject([
      { rule: 'accuracy-lost', value: 5.1 },
    ]);
    const open = blocked({ review: { ...evidence().review!, state: 'open', decided: 17 } });
    expect(open).toMatchObject([{ rule: 'review-finished', value: 3 }]);
    expect(open[0]!.remedy).not.toBeNull();
  });

  it('blocks a model that was trained without the changes that people decided on', () => {
    const review = { ...evidence().review!, trainedOnResult: false };
    expect(blocked({ review })).toMatchObject([{ rule: 'review-finished', reason: expect.stringContaining('14') }]);
    expect(blocked({ review: { ...review, changedRows: 0 } })).toEqual([]);
  });

  it('blocks on a study of too few seeds', () => {
    expect(blocked({ study: { ...evidence().study!, seeds: 4 } })).toMatchObject([
      { rule: 'accuracy-lost', reason: expect.stringContaining('5 seeds or more') },
    ]);
  });

  it('takes labels as given only where the policy says so', () => {
    const accuracy = { ...evidence().accuracy, labelsUsed: 'as-given' as const };
    expect(blocked({ accuracy })).toMatchObject([
      { rule: 'accuracy', value: 0.95, reason: expect.stringContaining('may be poisoned') },
    ]);
    const lenient: Policy = { ...policy, rules: [{ rule: 'accuracy', atLeast: 0.9, labels: ['as-given'] }] };
    expect(evaluateGate(lenient, evidence({ accuracy })).outcome).toBe('pass');
  });

  it('blocks on missing evidence, and on a study of another level', () => {
    expect(blocked({ study: null, review: null }).map((result) => [result.rule, result.value])).toEqual([
      ['accuracy-lost', null],
      ['review-finished', null],
    ]);
    expect(blocked({ study: { ...evidence().study!, level: 5 } })).toMatchObject([
      { rule: 'accuracy-lost', value: null },
    ]);
  });
});
