const MINUS = '\u2212';

/** One decimal, the typographic minus, and never a negative zero. */
function oneDecimal(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && text !== '0.0' ? MINUS + text : text;
}

/** A share in [0, 1] as a percentage with one decimal: 0.9514 is "95.1%". */
export const percent = (share: number): string => `${oneDecimal(share * 100)}%`;

/** A poison level in percent, without needless decimals: 10 is "10%", 2.5 is "2.5%". */
export const level = (value: number): string => `${Number(value.toFixed(3))}%`;

/** A change in percentage points, with one decimal and without the unit. */
export const points = (value: number): string => oneDecimal(value);

/** A change in points that shows its direction: "+12.7", "−0.4", "0.0". */
export function signedPoints(value: number): string {
  const text = oneDecimal(value);
  return value > 0 && text !== '0.0' ? `+${text}` : text;
}

/** A count with groups: 1,120. Ids and row numbers are written as they are. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** "1 row", "150 rows". */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** An interval of points in brackets: "(6.5 to 11.9)". */
export const pointsInterval = (low: number, high: number): string => `(${oneDecimal(low)} to ${oneDecimal(high)})`;

/** An interval of shares in brackets, in percent: "(79.6 to 85.2)". */
export const percentInterval = (low: number, high: number): string => pointsInterval(low * 100, high * 100);

/** The first eight characters of a hash: enough to tell versions apart on a page. */
export const shortDigest = (digest: string): string => digest.slice(0, 8);

/** A span of time in the largest unit that fits: "40 s", "2 min 14 s", "3 h 5 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "4 min ago" within a day, then "21 Nov 2026, 13:40" in the reader's zone. */
export function when(iso: string, now: number): string {
  const then = new Date(iso);
  const minutes = Math.floor((now - then.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return fullTime(then);
}

/** "21 Nov 2026, 13:40", with the zone when asked for. */
export function fullTime(time: Date, zone = false): string {
  const date = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  const clock = time.toLocaleTimeString('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    ...(zone ? { timeZoneName: 'short' } : {}),
  });
  return `${date}, ${clock}`;
}
