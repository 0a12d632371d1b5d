/**
 * A sum that keeps the rounding errors of its additions, so that the order of the terms does not show in the result.
 * @see Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen (ZAMM 54, 1974)
 */
export class CompensatedSum {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += Math.abs(this.sum) >= Math.abs(term) ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  /** Adds `a * b` without the rounding of the product, so that a weight of 3 adds what three terms add. */
  addProduct(a: number, b: number): void {
    const product = a * b;
    this.add(product);
    const aHigh = upperHalf(a);
    const bHigh = upperHalf(b);
    const aLow = a - aHigh;
    const bLow = b - bHigh;
    this.lost += aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  }

  value(): number {
    return this.sum + this.lost;
  }
}

/** The upper 26 bits of a number below 1e300. @see Dekker, A floating-point technique (Numerische Mathematik 18, 1971) */
function upperHalf(value: number): number {
  const spread = value * 134217729;
  return spread - (spread - value);
}
