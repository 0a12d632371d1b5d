import { DomainError } from '@antidote/tabular';

/** The decimal number that `String(value)` writes, as digits / 10^scale. */
function decimal(value: number): { digits: bigint; scale: number } {
  const [mantissa, exponent = '0'] = String(value).split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * How many of `rows` a percentage is, half rounded up, in exact decimal arithmetic: 5 % of 150 is 7.5, hence 8, and
 * 0.07 % of 50,000 is 35 although 50000 * 0.07 / 100 is a little more in binary.
 *
 * @param percent in [0, 100]
 * @throws DomainError `invalid_argument` for NaN, `parameter_out_of_range` outside 0 to 100
 */
export function budget(rows: number, percent: number): number {
  if (Number.isNaN(percent))
    throw new DomainError('invalid_argument', 'The percentage is not a number; give 0 to 100.');
  if (!(percent >= 0 && percent <= 100)) {
    throw new DomainError('parameter_out_of_range', `The percentage ${percent} is outside 0 to 100.`, { percent });
  }
  const { digits, scale } = decimal(percent);
  const whole = 100n * 10n ** BigInt(scale);
  return Number((2n * BigInt(rows) * digits + whole) / (2n * whole));
}
