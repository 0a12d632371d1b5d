/** One decimal with a true minus sign (U+2212), and never a negative zero. */
export function oneDecimal(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && text !== '0.0' ? `\u2212${text}` : text;
}

/** A share in [0, 1] as a percentage with one decimal: 0.943 is "94.3%". */
export function percentage(share: number): string {
  return `${oneDecimal(100 * share)}%`;
}

/** A poison level, given in percent, without needless decimals: "10%", "2.5%". */
export function level(percent: number): string {
  return `${percent}%`;
}

/** A whole number with thousands apart: "1,120". */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
