import type { FeatureColumn } from '@antidote/tabular';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?:Z|([+-])(\d\d):?(\d\d))?)?$/;

/**
 * The milliseconds since 1970 that a text in ISO 8601 says, in UTC unless it names an offset; NaN for any other text.
 */
export function isoTime(text: string): number {
  const match = ISO.exec(text);
  if (!match) return NaN;
  const [year, month, day, hour, minute, second, offsetHours, offsetMinutes] = [1, 2, 3, 4, 5, 6, 8, 9].map((i) =>
    Number(match[i] ?? 0),
  ) as [number, number, number, number, number, number, number, number];
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  // 31 February is no day: the date that comes out is another one.
  if (new Date(time).getUTCDate() !== day || hour > 23 || minute > 59 || second > 60) return NaN;
  return time - (match[7] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * 60_000;
}

/** Seconds, or milliseconds, since 1970 between 1990 and 2100. */
const unixTime = (value: number) =>
  value >= 631_152_000 && value < 4_102_444_800
    ? value * 1000
    : value >= 631_152_000_000 && value < 4_102_444_800_000
      ? value
      : NaN;

/** Each row's time in milliseconds since 1970, NaN for none; null for a column that holds no times. */
export function timeValues(column: FeatureColumn): Float64Array | null {
  const times =
    column.kind === 'numeric'
      ? column.values.map(unixTime)
      : ((of) => Float64Array.from(column.codes, (code) => (code < 0 ? NaN : of[code]!)))(
          column.categories.map(isoTime),
        );
  let told = 0;
  let given = 0;
  for (let row = 0; row < times.length; row++) {
    const isGiven = column.kind === 'numeric' ? !Number.isNaN(column.values[row]!) : column.codes[row]! >= 0;
    given += isGiven ? 1 : 0;
    told += Number.isNaN(times[row]!) ? 0 : 1;
  }
  return given > 0 && told >= 0.95 * given ? times : null;
}
