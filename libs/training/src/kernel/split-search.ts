import { MISSING_BIN, type BinnedFeatures } from '../binning/bin-features.js';
import { entropyScore, type SplitCriterion } from './split-criterion.js';

/** Rows of a node: positions `start` to `end` of `rows`, each with its weight and label in `payload`. */
export interface NodeRows {
  rows: Int32Array;
  /** weight << 16 | label */
  payload: Int32Array;
  start: number;
  end: number;
}

/** Measured: where an insertion sort costs less than filling, walking and clearing a histogram. */
const SMALL_NODE_BINARY = 16;
const SMALL_NODE = 40;

/** No bin on the right: every value goes left, only missing ones go right. */
export const MISSING_ONLY = -1;

/**
 * Finds the best split of one node, feature by feature, over histograms of class weights by bin. A bitmap of occupied
 * bins keeps the cost of a small node proportional to its rows, not to the number of bins.
 *
 * Gini's score is sum(left^2) / left weight + sum(right^2) / right weight, highest is best: the same order as
 * scikit-learn's impurity decrease. Ties go to the feature visited first, then to the smaller threshold.
 */
export class SplitSearch {
  score = -Infinity;
  feature = -1;
  leftBin = 0;
  rightBin = 0;
  missingLeft = false;
  /** The best split's feature has missing values in this node, so `missingLeft` was learned. */
  sawMissing = false;
  /** Class weights and total of the left child of the best split. */
  readonly leftCounts: Int32Array;
  leftTotal = 0;

  private readonly histogram: Int32Array;
  private readonly rowHistogram = new Int32Array(256);
  private readonly occupied = new Int32Array(8);
  private readonly binList = new Int32Array(256);
  private readonly running: Int32Array;
  /** Rows of a small node in bin order: bin << 8 | offset in the node. */
  private readonly sorted = new Int32Array(256);
  /** Nodes of up to this many rows are sorted; larger ones go through the histogram. Zero where neither path is plain. */
  private readonly smallNode: number;

  constructor(
    private readonly binned: BinnedFeatures,
    private readonly classCount: number,
    private readonly criterion: SplitCriterion,
    private readonly minSamplesLeaf: number,
  ) {
    this.histogram = new Int32Array(256 * classCount);
    this.leftCounts = new Int32Array(classCount);
    this.running = new Int32Array(classCount);
    const isPlain = criterion === 'gini' && minSamplesLeaf === 1;
    this.smallNode = !isPlain ? 0 : classCount === 2 ? SMALL_NODE_BINARY : SMALL_NODE;
  }

  /** Forgets the node before. */
  begin(): void {
    this.score = -Infinity;
    this.feature = -1;
  }

  /**
   * Looks for a better split on `feature`.
   * @param counts class weights of the node, whose sum is `total`
   * @returns false when the feature is constant in the node
   */
  visit(feature: number, node: NodeRows, counts: Int32Array, total: number): boolean {
    const isSmall = node.end - node.start <= this.smallNode;
    if (isSmall && this.binned.hasMissing[feature] === 0) return this.visitSorted(feature, node, counts, total);
    const bins = this.fill(feature, node);
    const missing = this.binned.hasMissing[feature] === 1 ? this.missingWeight() : 0;
    const varies = bins + (missing > 0 ? 1 : 0) > 1;
    if (varies) {
      const rows = node.end - node.start;
      const isPlain = missing === 0 && this.minSamplesLeaf === 1 && this.criterion === 'gini';
      if (isPlain && this.classCount === 2) this.scanBinary(feature, bins, counts, total);
      else this.scan(feature, bins, counts, total, rows, missing, false);
      if (missing > 0) this.scan(feature, bins, counts, total, rows, missing, true);
    }
    this.clear(bins, missing > 0);
    return varies;
  }

  /** `visit` for a small node without missing values: the same candidates and scores, from the rows in bin order. */
  private visitSorted(
    feature: number,
    { rows, payload, start, end }: NodeRows,
    counts: Int32Array,
    total: number,
  ): boolean {
    const { sorted, running, leftCounts, classCount } = this;
    const { bins, rowCount } = this.binned;
    const base = feature * rowCount;
    const size = end - start;
    for (let i = 0; i < size; i++) {
      const key = (bins[base + rows[start + i]!]! << 8) | i;
      let at = i;
      while (at > 0 && sorted[at - 1]! > key) {
        sorted[at] = sorted[at - 1]!;
        at--;
      }
      sorted[at] = key;
    }
    if (sorted[0]! >>> 8 === sorted[size - 1]! >>> 8) return false;

    let leftTotal = 0;
    let leftSquares = 0;
    let rightSquares = 0;
    for (let c = 0; c < classCount; c++) {
      running[c] = 0;
      rightSquares += counts[c]! * counts[c]!;
    }
    let best = this.score;
    let bestAt = -1;
    for (let i = 0; i < size - 1; i++) {
      const entry = payload[start + (sorted[i]! & 255)]!;
      const label = entry & 0xffff;
      const weight = entry >>> 16;
      const left = running[label]!;
      leftSquares += weight * (2 * left + weight);
      rightSquares -= weight * (2 * (counts[label]! - left) - weight);
      running[label] = left + weight;
      leftTotal += weight;
      if (sorted[i]! >>> 8 === sorted[i + 1]! >>> 8) continue;
      const score = leftSquares / leftTotal + rightSquares / (total - leftTotal);
      if (score > best) {
        best = score;
        bestAt = i;
      }
    }
    if (bestAt < 0) return true;
    this.score = best;
    this.feature = feature;
    this.leftBin = sorted[bestAt]! >>> 8;
    this.rightBin = sorted[bestAt + 1]! >>> 8;
    this.sawMissing = false;
    this.missingLeft = false;
    leftCounts.fill(0);
    leftTotal = 0;
    for (let i = 0; i <= bestAt; i++) {
      const entry = payload[start + (sorted[i]! & 255)]!;
      leftCounts[entry & 0xffff]! += entry >>> 16;
      leftTotal += entry >>> 16;
    }
    this.leftTotal = leftTotal;
    return true;
  }

  /** Adds the node's rows to the histogram; returns the number of occupied bins, listed in `binList`, ascending. */
  private fill(feature: number, { rows, payload, start, end }: NodeRows): number {
    const { histogram, rowHistogram, occupied, binList, classCount } = this;
    const { bins, rowCount } = this.binned;
    const base = feature * rowCount;
    const countRows = this.minSamplesLeaf > 1;
    for (let i = start; i < end; i++) {
      const bin = bins[base + rows[i]!]!;
      const entry = payload[i]!;
      histogram[bin * classCount + (entry & 0xffff)]! += entry >>> 16;
      occupied[bin >>> 5]! |= 1 << (bin & 31);
      if (countRows) rowHistogram[bin]!++;
    }
    occupied[MISSING_BIN >>> 5]! &= ~(1 << (MISSING_BIN & 31));
    const words = (this.binned.low[feature]!.length + 31) >>> 5;
    let count = 0;
    for (let word = 0; word < words; word++) {
      let bits = occupied[word]!;
      while (bits !== 0) {
        const lowest = bits & -bits;
        binList[count++] = (word << 5) + 31 - Math.clz32(lowest);
        bits ^= lowest;
      }
      occupied[word] = 0;
    }
    return count;
  }

  /** `scan` for two classes, Gini, no missing value and no leaf minimum: one count tells the other. */
  private scanBinary(feature: number, bins: number, counts: Int32Array, total: number): void {
    const { histogram, binList } = this;
    const allZero = counts[0]!;
    const allOne = counts[1]!;
    let zero = 0;
    let one = 0;
    let best = this.score;
    let bestAt = -1;
    for (let i = 0; i < bins - 1; i++) {
      const cell = binList[i]! << 1;
      zero += histogram[cell]!;
      one += histogram[cell + 1]!;
      const left = zero + one;
      const rightZero = allZero - zero;
      const rightOne = allOne - one;
      const score = (zero * zero + one * one) / left + (rightZero * rightZero + rightOne * rightOne) / (total - left);
      if (score > best) {
        best = score;
        bestAt = i;
      }
    }
    if (bestAt >= 0) this.keep(feature, best, bestAt, bins, false, false);
  }

  private missingWeight(): number {
    let weight = 0;
    const base = MISSING_BIN * this.classCount;
    for (let c = 0; c < this.classCount; c++) weight += this.histogram[base + c]!;
    return weight;
  }

  /** Tries each limit between occupied bins, with the missing rows on one side. */
  private scan(
    feature: number,
    bins: number,
    counts: Int32Array,
    total: number,
    rows: number,
    missing: number,
    missingLeft: boolean,
  ): void {
    const { histogram, rowHistogram, binList, classCount, running, minSamplesLeaf } = this;
    const gini = this.criterion === 'gini';
    let leftTotal = 0;
    let leftRows = 0;
    let leftSquares = 0;
    let rightSquares = 0;
    for (let c = 0; c < classCount; c++) {
      const weight = missingLeft ? histogram[MISSING_BIN * classCount + c]! : 0;
      const right = counts[c]! - weight;
      running[c] = weight;
      leftTotal += weight;
      leftSquares += weight * weight;
      rightSquares += right * right;
    }
    if (missingLeft) leftRows = rowHistogram[MISSING_BIN]!;
    let best = this.score;
    let bestAt = -1;
    // With missing rows on the right, "every value left" is a split too.
    const last = missing > 0 && !missingLeft ? bins : bins - 1;
    for (let i = 0; i < last; i++) {
      const bin = binList[i]!;
      const cell = bin * classCount;
      for (let c = 0; c < classCount; c++) {
        const weight = histogram[cell + c]!;
        if (weight === 0) continue;
        const left = running[c]!;
        const right = counts[c]! - left;
        leftSquares += weight * (2 * left + weight);
        rightSquares -= weight * (2 * right - weight);
        running[c] = left + weight;
        leftTotal += weight;
      }
      if (minSamplesLeaf > 1) {
        leftRows += rowHistogram[bin]!;
        if (leftRows < minSamplesLeaf || rows - leftRows < minSamplesLeaf) continue;
      }
      const score = gini
        ? leftSquares / leftTotal + rightSquares / (total - leftTotal)
        : entropyScore(running, counts, classCount);
      if (score > best) {
        best = score;
        bestAt = i;
      }
    }
    if (bestAt >= 0) this.keep(feature, best, bestAt, bins, missing > 0, missingLeft);
  }

  private keep(
    feature: number,
    score: number,
    at: number,
    bins: number,
    sawMissing: boolean,
    missingLeft: boolean,
  ): void {
    const { histogram, binList, leftCounts, classCount } = this;
    this.score = score;
    this.feature = feature;
    this.leftBin = binList[at]!;
    this.rightBin = at + 1 < bins ? binList[at + 1]! : MISSING_ONLY;
    this.sawMissing = sawMissing;
    this.missingLeft = missingLeft;
    let total = 0;
    for (let c = 0; c < classCount; c++) {
      let weight = missingLeft ? histogram[MISSING_BIN * classCount + c]! : 0;
      for (let i = 0; i <= at; i++) weight += histogram[binList[i]! * classCount + c]!;
      leftCounts[c] = weight;
      total += weight;
    }
    this.leftTotal = total;
  }

  private clear(bins: number, hadMissing: boolean): void {
    const { histogram, rowHistogram, binList, classCount } = this;
    for (let i = 0; i < bins; i++) {
      const cell = binList[i]! * classCount;
      for (let c = 0; c < classCount; c++) histogram[cell + c] = 0;
      rowHistogram[binList[i]!] = 0;
    }
    if (hadMissing) {
      histogram.fill(0, MISSING_BIN * classCount, 256 * classCount);
      rowHistogram[MISSING_BIN] = 0;
    }
  }
}
