import type { Random } from '@antidote/tabular';

/**
 * Standard normal deviates, two for each accepted point of the unit disc.
 *
 * @see Marsaglia & Bray, A convenient method for generating normal variables (SIAM Review 6, 1964)
 */
export class NormalDeviates {
  private spare = NaN;

  constructor(private readonly random: Random) {}

  next(): number {
    if (!Number.isNaN(this.spare)) {
      const value = this.spare;
      this.spare = NaN;
      return value;
    }
    for (;;) {
      const x = 2 * this.random.uniform() - 1;
      const y = 2 * this.random.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }
}
