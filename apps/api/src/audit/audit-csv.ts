import type { AuditEvent } from '@antidote/contracts';

const COLUMNS = [
  'at',
  'actor',
  'actorId',
  'via',
  'action',
  'subject',
  'subjectId',
  'details',
  'before',
  'after',
  'id',
] as const;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

export const AUDIT_CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/**
 * An event as a line of CSV (RFC 4180) for spreadsheets: objects as JSON, and a cell that one would compute begins with
 * an apostrophe.
 */
export function auditCsvLine(event: AuditEvent): string {
  return `${COLUMNS.map((column) => cell(event[column])).join(',')}\r\n`;
}

function cell(value: string | Record<string, unknown> | null): string {
  if (value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
