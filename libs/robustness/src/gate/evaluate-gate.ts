import type { Evidence, GateDecision, Policy, Rule, RuleResult } from '@antidote/contracts';

type AccuracyRule = Extract<Rule, { rule: 'accuracy' }>;
type PoisonSeenRule = Extract<Rule, { rule: 'poison-seen' }>;
type AccuracyLostRule = Extract<Rule, { rule: 'accuracy-lost' }>;

/**
 * Judges evidence by a policy's rules; every rule is judged, so that all reasons are known at once. Missing evidence
 * blocks. Values count as they are reported: a value equal to its limit passes.
 */
export function evaluateGate(policy: Policy, evidence: Evidence): GateDecision {
  const results = policy.rules.map((rule) => evaluateRule(rule, evidence));
  return { outcome: results.every((result) => result.outcome === 'pass') ? 'pass' : 'block', results };
}

function evaluateRule(rule: Rule, evidence: Evidence): RuleResult {
  switch (rule.rule) {
    case 'accuracy':
      return accuracyRule(rule, evidence.accuracy);
    case 'accuracy-lost':
      return accuracyLostRule(rule, evidence.study);
    case 'review-finished':
      return reviewFinishedRule(evidence.review);
    case 'poison-seen':
      return poisonSeenRule(rule, evidence.scorecard);
  }
}

const LABELS: Record<Evidence['accuracy']['labelsUsed'], string> = {
  trusted: 'the trusted set',
  'test-file': 'the labels of the test file',
  manifest: 'the original labels',
  'as-given': 'the labels as given, which may be poisoned',
};

const TRAIN_BETTER = 'Clean the training labels or choose another model, then train again.';
const SCORE_ON_CLEAN_LABELS =
  'Train on a version whose lineage knows the clean labels, or allow `as-given` in the `labels` of the rule in the policy.';

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

function accuracyRule({ atLeast, labels }: AccuracyRule, evidence: Evidence['accuracy']): RuleResult {
  const { value, low, high, testRows, labelsUsed } = evidence;
  const clean = labels.includes(labelsUsed);
  const passes = clean && value >= atLeast;
  const measured = `Accuracy is ${percent(value)} (95% interval ${percent(low)} to ${percent(high)}) on ${testRows} rows, by ${LABELS[labelsUsed]}`;
  return {
    rule: 'accuracy',
    outcome: passes ? 'pass' : 'block',
    value,
    low,
    high,
    limit: atLeast,
    unit: 'share',
    reason: clean
      ? `${measured}; the policy wants at least ${percent(atLeast)}.`
      : `${measured}; the policy takes ${labels.map((kind) => LABELS[kind]).join(' or ')} only.`,
    remedy: passes ? null : clean ? TRAIN_BETTER : SCORE_ON_CLEAN_LABELS,
  };
}

function accuracyLostRule({ level, atMostPoints, minSeeds }: AccuracyLostRule, study: Evidence['study']): RuleResult {
  const rule = { rule: 'accuracy-lost', limit: atMostPoints, unit: 'points' } as const;
  if (!study || study.level !== level || study.seeds < minSeeds) {
    return {
      ...rule,
      outcome: 'block',
      value: null,
      low: null,
      high: null,
      reason: `No study of this model kind on an unpoisoned version of the dataset holds the levels 0 and ${level}% with ${minSeeds} seeds or more.`,
      remedy: `Run a study with the levels 0 and ${level} and at least ${minSeeds} seeds on a version of the model's dataset that is not poisoned.`,
    };
  }
  const { points, low, high, seeds } = study;
  const passes = points <= atMostPoints;
  return {
    ...rule,
    outcome: passes ? 'pass' : 'block',
    value: points,
    low,
    high,
    reason: `At ${level}% poison models of this kind, with default parameters, lose ${points.toFixed(1)} points (95% interval ${low.toFixed(1)} to ${high.toFixed(1)}, ${seeds} seeds); the policy allows ${atMostPoints.toFixed(1)}.`,
    remedy: passes ? null : 'Choose a model that loses less under poison, such as a random forest.',
  };
}

function reviewFinishedRule(review: Evidence['review']): RuleResult {
  const rule = { rule: 'review-finished', low: null, high: null, limit: 0, unit: 'rows' } as const;
  if (!review) {
    return {
      ...rule,
      outcome: 'block',
      value: null,
      reason: "No review of the model's dataset was found.",
      remedy: 'Find suspicious labels on the version, and finish the review that it opens.',
    };
  }
  const open = review.items - review.decided;
  if (review.state !== 'finished' && review.state !== 'applied') {
    return {
      ...rule,
      outcome: 'block',
      value: open,
      reason: `The review is ${review.state}: ${open} of ${review.items} rows wait for a decision.`,
      remedy: 'Decide the remaining rows and finish the review.',
    };
  }
  const unheeded = review.changedRows > 0 && !review.trainedOnResult;
  const decided = `The review is ${review.state}: ${review.decided} of ${review.items} rows decided`;
  return {
    ...rule,
    outcome: unheeded ? 'block' : 'pass',
    value: open,
    reason: unheeded
      ? `${decided}, ${review.changedRows} of them changed or dropped, and the model was trained without these changes.`
      : `${decided}.`,
    remedy: unheeded ? 'Apply the review, and train on the cleaned version that it makes.' : null,
  };
}

function poisonSeenRule({ attacks, atLeast }: PoisonSeenRule, scorecard: Evidence['scorecard']): RuleResult {
  const rule = { rule: 'poison-seen', limit: atLeast, unit: 'share' } as const;
  const unknown = { ...rule, outcome: 'block', value: null, low: null, high: null } as const;
  if (!scorecard) {
    return {
      ...unknown,
      reason: 'No search for suspicious labels on the training rows has a scorecard: nobody knows what it would miss.',
      remedy: "Find suspicious labels on the model's version, with the scorecard.",
    };
  }
  const seen = attacks.map((attack) => ({
    attack,
    recall: scorecard.attacks.find((row) => row.attack === attack)?.recall ?? null,
  }));
  const unplanted = seen.filter(({ recall }) => recall === null).map(({ attack }) => attack);
  if (unplanted.length > 0) {
    return {
      ...unknown,
      reason: `The scorecard could not plant ${unplanted.join(', ')}: nobody knows whether it would be seen.`,
      remedy: `Leave ${unplanted.join(', ')} out of the policy, or give the dataset what the attack needs (bad-source: a source column).`,
    };
  }
  const least = seen.map(({ attack, recall }) => ({ attack, ...recall! })).sort((a, b) => a.value - b.value)[0]!;
  const passes = least.value >= atLeast;
  return {
    ...rule,
    outcome: passes ? 'pass' : 'block',
    value: least.value,
    low: least.low,
    high: least.high,
    reason: `Of planted ${least.attack} poison ${percent(least.value)} is seen (95% interval ${percent(least.low)} to ${percent(least.high)})${seen.length > 1 ? `, the least of ${seen.length} attacks` : ''}; the policy wants at least ${percent(atLeast)}.`,
    remedy: passes
      ? null
      : 'Have people label a share of the rows again, or train on rows of sources that are trusted.',
  };
}
