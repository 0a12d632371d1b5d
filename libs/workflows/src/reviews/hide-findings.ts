import type { DetectionFinding, DetectionReport } from '@antidote/contracts';
import { triggerWords } from '@antidote/label-cleaning';
import { HIDDEN_TEXT } from '@antidote/tabular';

/** The report as people may see it: triggers that stand in sensitive columns are told without the values there. */
export function hideFindings(report: DetectionReport, sensitive: readonly string[]): DetectionReport {
  if (sensitive.length === 0) return report;
  return {
    ...report,
    detectors: report.detectors.map((result) => {
      const findings = result.findings.map((finding) => hideValues(finding, sensitive));
      const told = new Map(result.findings.map(({ text }, i) => [text, findings[i]!.text]));
      const rows = result.rows.map((row) => ({ ...row, reasons: row.reasons.map((text) => told.get(text) ?? text) }));
      return { ...result, findings, rows };
    }),
  };
}

function hideValues(finding: DetectionFinding, sensitive: readonly string[]): DetectionFinding {
  const { text, columns = [], values = [] } = finding;
  if (values.length === 0 || !columns.some((column) => sensitive.includes(column))) return finding;
  const shown = values.map((value, i) => (sensitive.includes(columns[i]!) ? HIDDEN_TEXT : value));
  return {
    ...finding,
    text: text.replace(triggerWords(columns, values), () => triggerWords(columns, shown)),
    values: shown,
  };
}
