const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts: the first has zeros enough at its end that a whole multiple of it is exact. */
const LN_2_HIGH = 0.6931471803691238;
const LN_2_LOW = 1.9082149292705877e-10;
/** Adding it leaves no fraction; the last bits are then the whole number. */
const WHOLE = 6755399441055744;
const LIMIT = 708;

/** 2^(i - 1023) */
const powers = Float64Array.from({ length: 2047 }, (_, i) => 2 ** (i - 1023));

/**
 * e^x for each value in place, to about one unit in the last place; beyond ±708 as at ±708. Unlike `Math.exp`, whose
 * last bit a JavaScript engine may choose, it is the same everywhere, and `assembly/boosting.ts` has it two at a time.
 */
export function exponentials(values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    let x = values[i]!;
    if (x > LIMIT) x = LIMIT;
    if (x < -LIMIT) x = -LIMIT;
    const n = x * LOG2_E + WHOLE - WHOLE;
    const r = x - n * LN_2_HIGH - n * LN_2_LOW;
    let sum = 1 / 6227020800;
    sum = sum * r + 1 / 479001600;
    sum = sum * r + 1 / 39916800;
    sum = sum * r + 1 / 3628800;
    sum = sum * r + 1 / 362880;
    sum = sum * r + 1 / 40320;
    sum = sum * r + 1 / 5040;
    sum = sum * r + 1 / 720;
    sum = sum * r + 1 / 120;
    sum = sum * r + 1 / 24;
    sum = sum * r + 1 / 6;
    sum = sum * r + 0.5;
    sum = sum * r + 1;
    sum = sum * r + 1;
    values[i] = sum * powers[n + 1023]!;
  }
}
