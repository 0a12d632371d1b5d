import type { ValidationReport } from '@antidote/contracts';
import { smallGroups } from './checks/label-balance.js';

/**
 * A report as people may see it now: columns may have become sensitive since it was made. Their numbers and texts are
 * gone from the profile, and from the one finding that names values.
 */
export function hideValues(report: ValidationReport, sensitive: readonly string[]): ValidationReport {
  const hidden = new Set(sensitive);
  if (hidden.size === 0) return report;
  return {
    ...report,
    profile: report.profile.map((one) => (hidden.has(one.column) ? { ...one, numbers: null, top: null } : one)),
    findings: report.findings.map((finding) => {
      const [column] = finding.columns;
      if (finding.code !== 'representation' || column === undefined || !hidden.has(column)) return finding;
      return { ...finding, message: smallGroups(column, finding.numbers['values']!, '') };
    }),
  };
}
