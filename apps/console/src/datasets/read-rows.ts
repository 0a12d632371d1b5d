import type { Read } from '../ui/read-field.js';

const MOST_ROWS = 10_000;

/** Row numbers as typed, "12, 40-42": ascending, each once. */
export function readRows(text: string): Read<number[]> {
  const rows = new Set<number>();
  for (const part of text.split(',')) {
    const range = /^\s*(\d{1,10})(?:\s*[-–]\s*(\d{1,10}))?\s*$/.exec(part);
    if (range === null) return fault(`"${part.trim()}" is no row. Give row numbers like 12, 40-42.`);
    const [first, last] = [Number(range[1]), Number(range[2] ?? range[1])];
    if (last < first) return fault(`${first}-${last} runs backwards.`);
    if (rows.size + last - first + 1 > MOST_ROWS)
      return fault(`Give ${MOST_ROWS.toLocaleString('en-US')} rows at most.`);
    for (let row = first; row <= last; row++) rows.add(row);
  }
  return { value: [...rows].sort((a, b) => a - b), fault: null };
}

const fault = (says: string): Read<number[]> => ({ value: null, fault: says });
