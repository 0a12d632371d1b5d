import type { Promotion, RuleResult } from '@antidote/contracts';
import { count, percent, percentInterval, points, pointsInterval } from '../ui/format.js';

/** The answer to "may it move up?", in one sentence. */
export function promotionSentence(promotion: Promotion): string {
  const blocked = promotion.decision?.results.filter((result) => result.outcome === 'block') ?? [];
  switch (promotion.state) {
    case 'requested':
      return 'Asked for; the evidence is gathered next.';
    case 'checking':
      return 'The evidence is being checked against the policy.';
    case 'applying':
      return 'Every rule passes; the registry is being changed.';
    case 'live':
      return `Yes: ${promotion.alias} points to version ${promotion.modelVersion ?? 'it'} of ${promotion.registeredModel}.`;
    case 'failed':
      return `It stopped on a fault: ${promotion.error ?? 'the reason was not recorded'}`;
    case 'refused':
      if (blocked.length === 0) return `Not yet: ${promotion.error ?? 'the promotion was refused.'}`;
      return `Not yet: ${blocked.length === 1 ? 'one rule blocks' : `${blocked.length} rules block`}. ${blocked[0]!.reason}`;
  }
}

export const RULE_WORDS: Record<RuleResult['rule'], string> = {
  accuracy: 'Accuracy on clean rows',
  'accuracy-lost': 'Accuracy lost to poison',
  'review-finished': 'Review finished',
  'poison-seen': 'Poison would be seen',
  'alias-ladder': 'The step before',
  'recalled-data': 'No recalled data',
  'quarantined-data': 'No data in quarantine',
};

/** The value that a rule read, with its unit and its interval. */
export function ruleValue(result: RuleResult): string {
  const { value, low, high, unit } = result;
  if (['alias-ladder', 'recalled-data', 'quarantined-data'].includes(result.rule)) return '';
  if (value === null) return 'not known';
  if (unit === 'rows') return `${count(value)} open`;
  const interval =
    low === null || high === null
      ? ''
      : ` ${unit === 'share' ? percentInterval(low, high) : pointsInterval(low, high)}`;
  return (unit === 'share' ? percent(value) : `${points(value)} points`) + interval;
}

/** Blocking rules first, otherwise in the policy's order. */
export const inUrgency = (results: RuleResult[]): RuleResult[] => [
  ...results.filter((result) => result.outcome === 'block'),
  ...results.filter((result) => result.outcome === 'pass'),
];

export interface TimelineStep {
  text: string;
  detail: string | null;
  at: string | null;
  state: 'done' | 'stopped' | 'to-come';
}

/** What has happened and what is still to come. */
export function timeline(promotion: Promotion): TimelineStep[] {
  const { state, decision } = promotion;
  const order = ['requested', 'checking', 'applying', 'live'];
  const reached = order.indexOf(state);
  const gate = decision?.outcome;
  const checked: TimelineStep['state'] =
    gate === 'pass' ? 'done' : gate === 'block' || state === 'refused' ? 'stopped' : 'to-come';
  const registered: TimelineStep['state'] =
    reached === 3 ? 'done' : state === 'failed' && gate === 'pass' ? 'stopped' : 'to-come';
  const steps: TimelineStep[] = [
    {
      text: `Asked for by ${promotion.requestedBy}`,
      detail: promotion.reason,
      at: promotion.requestedAt,
      state: 'done',
    },
    {
      text: gate === 'pass' ? 'Gate passes' : checked === 'stopped' ? 'Gate blocks' : 'Gate',
      detail: decision ? `${decision.results.length} rules checked` : null,
      at: checked === 'stopped' ? promotion.finishedAt : null,
      state: state === 'failed' && checked === 'to-come' ? 'stopped' : checked,
    },
    {
      text: 'Registered, alias moved',
      detail: promotion.modelVersion === null ? null : `version ${promotion.modelVersion}`,
      at: null,
      state: registered,
    },
    {
      text: promotion.replaced === null ? 'Live' : `Live, replaces version ${promotion.replaced}`,
      detail: null,
      at: reached === 3 ? promotion.finishedAt : null,
      state: reached === 3 ? 'done' : 'to-come',
    },
  ];
  return steps;
}
