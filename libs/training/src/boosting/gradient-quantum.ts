/**
 * Rounds to multiples of a power of two so coarse that a sum of all rows' gradients stays below 2^53 of them: such
 * sums are exact, whatever their order. With a million rows the quantum is 2^-32.
 */
export class GradientQuantum {
  private readonly shift: number;

  /** @param weight sum of all rows' weights; a gradient is at most 1 a unit of weight */
  constructor(weight: number) {
    const quantum = 2 ** (Math.ceil(Math.log2(Math.max(weight, 2 ** -40))) - 52);
    // Adding 1.5 * 2^52 quanta leaves no bits below one quantum; taking them away gives the rounded value.
    this.shift = 1.5 * 2 ** 52 * quantum;
    this.least = quantum;
  }

  /** One quantum: the least hessian of a row, so that a histogram cell without rows is told by a sum of 0. */
  readonly least: number;

  round(value: number): number {
    return value + this.shift - this.shift;
  }
}
