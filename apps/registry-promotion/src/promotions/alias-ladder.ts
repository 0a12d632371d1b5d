import type { Policy, Promotion, RuleResult } from '@antidote/contracts';

/**
 * Whether the model may take the alias next: a rung of the policy's ladder whose rung below the model holds or held,
 * under the same registered name.
 *
 * @param history promotions of the same model
 */
export function checkLadder(policy: Policy, promotion: Promotion, history: Promotion[]): RuleResult {
  const { alias, registeredModel } = promotion;
  const rung = policy.aliases.indexOf(alias);
  const ladder = policy.aliases.join(', then ');
  if (rung < 0) {
    return result(
      'block',
      `The policy's aliases are ${ladder}; ${alias} is none of them.`,
      `Promote to ${policy.aliases[0]}.`,
    );
  }
  const below = policy.aliases[rung - 1];
  if (below === undefined) return result('pass', `${alias} is the first alias of the policy.`, null);
  const held = history.some(
    (earlier) => earlier.state === 'live' && earlier.alias === below && earlier.registeredModel === registeredModel,
  );
  return held
    ? result('pass', `The model held ${below} before.`, null)
    : result('block', `The model has not held ${below} yet; the ladder is ${ladder}.`, `Promote it to ${below} first.`);
}

function result(outcome: RuleResult['outcome'], reason: string, remedy: string | null): RuleResult {
  const none = { value: null, low: null, high: null, limit: null };
  return { rule: 'alias-ladder', outcome, ...none, unit: 'rows', reason, remedy };
}
