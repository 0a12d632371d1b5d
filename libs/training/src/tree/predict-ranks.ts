/** Share of the thresholds left out at each end when the buckets are laid, so that a far one does not stretch them. */
const TAIL = 1 / 64;
const MAX_BUCKETS = 16_384;

/** Thresholds that are looked at one after the other. */
const FEW = 4;

/**
 * The rank of a value among ascending thresholds: how many are below it. `value <= thresholds[k]` exactly when
 * `rank <= k`, so comparing ranks is comparing doubles. A table of equal buckets leaves a search over few thresholds.
 */
export class ThresholdRanks {
  private readonly lowest: number;
  private readonly scale: number;
  private readonly last: number;
  /** Number of thresholds in the buckets before each one. */
  private readonly before: Uint16Array;

  /** @param thresholds ascending, all different, 1 to 65,535 of them */
  constructor(readonly thresholds: Float64Array) {
    const count = thresholds.length;
    const cut = Math.floor(count * TAIL);
    this.lowest = thresholds[cut]!;
    const range = thresholds[count - 1 - cut]! - this.lowest;
    let buckets = 1;
    while (buckets < 8 * count && buckets < MAX_BUCKETS) buckets *= 2;
    const scale = buckets / range;
    // A range of zero, or beyond the doubles, leaves one bucket.
    const isEven = Number.isFinite(scale) && scale > 0;
    this.scale = isEven ? scale : 0;
    this.last = isEven ? buckets : 0;
    this.before = new Uint16Array(this.last + 2);
    for (let k = 0; k < count; k++) this.before[this.bucket(thresholds[k]!) + 1]!++;
    for (let b = 1; b < this.before.length; b++) this.before[b]! += this.before[b - 1]!;
  }

  /** @param value not NaN */
  rank(value: number): number {
    const { thresholds, before } = this;
    // Rounding keeps the order of buckets: a threshold in an earlier bucket is below the value, in a later one above.
    const bucket = this.bucket(value);
    let from = before[bucket]!;
    let to = before[bucket + 1]!;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (thresholds[middle]! < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** Codes of one column for `fillCodes`: the rank of rows `from` to `from + rowCount`, `missingCode` for NaN. */
  fill(
    values: Float64Array,
    from: number,
    rowCount: number,
    codes: Uint16Array,
    block: number,
    place: number,
    missingCode: number,
  ): void {
    // As `rank`, with the search in place: this is the part of a prediction that grows with the features.
    const { thresholds, before, lowest, scale, last } = this;
    for (let row = 0; row < rowCount; row++) {
      const value = values[from + row]!;
      let code = missingCode;
      if (value === value) {
        const position = (value - lowest) * scale;
        const bucket = position > 0 ? (position < last ? position | 0 : last) : 0;
        let to = before[bucket + 1]!;
        code = before[bucket]!;
        while (to - code > FEW) {
          const middle = (code + to) >>> 1;
          if (thresholds[middle]! < value) code = middle + 1;
          else to = middle;
        }
        while (code < to && thresholds[code]! < value) code++;
      }
      codes[(row >>> 3) * block + place + (row & 7)] = code;
    }
  }

  private bucket(value: number): number {
    const at = (value - this.lowest) * this.scale;
    return at > 0 ? (at < this.last ? at | 0 : this.last) : 0;
  }
}
