import { describe, expect, it } from '@jest/globals';
import type { Policy, Promotion } from '@antidote/contracts';
import { checkLadder } from './alias-ladder.js';

const policy: Policy = {
  formatVersion: 1,
  name: 'three rungs',
  aliases: ['staging', 'candidate', 'champion'],
  approvals: 2,
  rules: [{ rule: 'review-finished' }],
};

const promotion = (change: Partial<Promotion>) =>
  ({ registeredModel: 'iris', alias: 'staging', state: 'requested', ...change }) as Promotion;
const outcome = (asked: Partial<Promotion>, ...history: Partial<Promotion>[]) =>
  checkLadder(policy, promotion(asked), history.map(promotion)).outcome;

describe('checkLadder', () => {
  it('lets the first alias be taken without a history', () => {
    expect(outcome({ alias: 'staging' })).toBe('pass');
  });

  it('wants the rung below, live, under the same name', () => {
    expect(outcome({ alias: 'candidate' })).toBe('block');
    expect(outcome({ alias: 'candidate' }, { alias: 'staging', state: 'refused' })).toBe('block');
    expect(outcome({ alias: 'candidate' }, { alias: 'staging', state: 'live', registeredModel: 'other' })).toBe(
      'block',
    );
    expect(outcome({ alias: 'candidate' }, { alias: 'staging', state: 'live' })).toBe('pass');
  });

  it('lets no rung be skipped', () => {
    expect(outcome({ alias: 'champion' }, { alias: 'staging', state: 'live' })).toBe('block');
  });

  it('names the ladder to who asks for another alias', () => {
    const result = checkLadder(policy, promotion({ alias: 'shadow' }), []);
    expect(result).toMatchObject({ outcome: 'block', remedy: 'Promote to staging.' });
    expect(result.reason).toContain('staging, then candidate, then champion');
  });
});
