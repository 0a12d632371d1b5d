import type { RecallEvidence, RuleResult } from '@antidote/contracts';

/** Nothing trained on recalled data takes an alias, whatever the policy says. */
export function checkRecalls(recalls: RecallEvidence[]): RuleResult {
  const blocked = recalls.length > 0;
  const named = recalls.map(({ subject, reason }) => {
    const what =
      subject.type === 'source' ? `source ${subject.source} of ${subject.dataset}` : `version ${subject.versionId}`;
    return `${what} ("${reason}")`;
  });
  return {
    rule: 'recalled-data',
    outcome: blocked ? 'block' : 'pass',
    value: recalls.length,
    low: null,
    high: null,
    limit: 0,
    unit: 'rows',
    reason: blocked
      ? `The model was trained on recalled data: ${named.join('; ')}.`
      : 'None of the data that the model was trained on is recalled.',
    remedy: blocked ? 'Train on the version built without the recalled data, or lift the recall with a reason.' : null,
  };
}
