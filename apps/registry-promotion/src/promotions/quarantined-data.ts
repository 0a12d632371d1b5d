import type { Evidence, RuleResult } from '@antidote/contracts';

/**
 * Nothing trained on a version in quarantine takes an alias, whatever the policy says: training does not wait for the
 * validation of a version, promotion looks at what it said.
 */
export function checkQuarantine(quarantinedBy: Evidence['quarantinedBy']): RuleResult {
  const blocked = quarantinedBy !== null;
  return {
    rule: 'quarantined-data',
    outcome: blocked ? 'block' : 'pass',
    value: null,
    low: null,
    high: null,
    limit: null,
    unit: 'rows',
    reason: blocked
      ? `Validation ${quarantinedBy.validationId} blocks version ${quarantinedBy.versionId}, which the model was trained on or whose version was derived from it.`
      : 'No validation blocks the data that the model was trained on.',
    remedy: blocked ? 'Train on a version that passes, or acknowledge the findings with a reason.' : null,
  };
}
