import type { Finding, ValidationReport } from '@antidote/contracts';

/** A report of validation: its findings with what to do about each, and the verdict. */
export function findingsText({ findings, rowsIn, kept, quarantined, verdict }: ValidationReport): string {
  const lines = findings.map(
    (finding) => `${finding.severity.padEnd(5)}  ${finding.message}${rowsOf(finding)}\n       ${finding.remedy}\n`,
  );
  const rows = `${rowsIn} rows in = ${kept} kept + ${quarantined} quarantined`;
  return `${lines.join('')}${verdict}: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}; ${rows}\n`;
}

function rowsOf({ rows, rowCount }: Finding): string {
  if (rowCount === 0) return '';
  const shown = rows.slice(0, 8).join(', ');
  return ` Rows ${shown}${rowCount > 8 ? ` and ${rowCount - 8} more` : ''}.`;
}
