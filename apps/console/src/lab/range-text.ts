import type { AttackOptions } from '@antidote/contracts';

type Ranges = NonNullable<AttackOptions['ranges']>;

const PART = /^(.+?)\s+(?:(from)\s+)?(-?[\d.]+(?:e[-+]?\d+)?)?\s*to\s*(-?[\d.]+(?:e[-+]?\d+)?)?$/i;

/** Ranges as they are typed: `age 18 to 90, income 0 to 5000`; an end left out is open. None for an empty text. */
export function readRanges(text: string): { ranges: Ranges | undefined; fault: string | null } {
  const ranges: Ranges = {};
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const [, column, , low, high] = PART.exec(part) ?? [];
    const [min, max] = [low, high].map((end) => (end === undefined ? undefined : Number(end)));
    const wrong = column === undefined || [min, max].every((end) => end === undefined);
    if (wrong || Number.isNaN(min) || Number.isNaN(max)) {
      return { ranges: undefined, fault: `Write ${JSON.stringify(part)} as a column and two numbers: age 18 to 90.` };
    }
    if (min !== undefined && max !== undefined && min > max) {
      return { ranges: undefined, fault: `The range of ${column} ends before it begins.` };
    }
    ranges[column] = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  }
  return { ranges: Object.keys(ranges).length > 0 ? ranges : undefined, fault: null };
}

export function writeRanges(ranges: Ranges | undefined): string {
  return Object.entries(ranges ?? {})
    .map(([column, { min, max }]) => `${column} ${min ?? ''} to ${max ?? ''}`.replaceAll('  ', ' ').trim())
    .join(', ');
}
