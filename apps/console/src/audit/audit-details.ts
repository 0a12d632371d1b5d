import type { AuditEvent } from '@antidote/contracts';

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What changed first, "role: viewer to data", then what else is known, in one line of text. */
export function auditDetails({ details, before, after }: Pick<AuditEvent, 'details' | 'before' | 'after'>): string {
  const changes = Object.entries(after ?? {})
    .filter(([name, value]) => shown(before?.[name]) !== shown(value))
    .map(([name, value]) =>
      before && name in before ? `${name}: ${shown(before[name])} to ${shown(value)}` : `${name}: ${shown(value)}`,
    );
  const facts = Object.entries(details)
    .filter(([name, value]) => value !== null && !(after !== null && name in after))
    .map(([name, value]) => `${name} ${shown(value)}`);
  return [...changes, ...facts].join(' · ');
}
