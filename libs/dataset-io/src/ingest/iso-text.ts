/** Days since 1970-01-01 as `2024-02-29`. */
export function isoDate(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** Nanoseconds since 1970 as `2024-02-29 12:00:00`, with as many decimals as there are: 0, 3, 6 or 9. */
export function isoTimestamp(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const fraction = ((nanoseconds % second) + second) % second;
  const whole = new Date(Number((nanoseconds - fraction) / 1_000_000n)).toISOString().slice(0, 19).replace('T', ' ');
  const digits = String(fraction)
    .padStart(9, '0')
    .replace(/(000)+$/, '');
  return digits === '' ? whole : `${whole}.${digits}`;
}
