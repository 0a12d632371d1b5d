import type { Random } from '@antidote/tabular';
import { averagePathLength } from './average-path-length.js';
import { drawBelow } from './draw-below.js';
import type { IsolationTrees } from './isolation-forest.js';

/** Room for 100 trees of 256 rows. */
const FIRST_NODES = 51_200;

/**
 * Grows isolation trees: at each node a feature at random among those that vary, then a limit uniform between the
 * node's least and greatest value. Depth ends at ceil(log2(sample size)).
 *
 * A missing value is taken for one drawn from the node's own: it goes left with the probability of the node's share of
 * rows there, one draw a node. Where a feature's values are all equal but some are missing, the split parts the two.
 */
export class IsolationTreeGrower {
  private readonly maxDepth: number;
  private readonly featureOrder: Int32Array;
  private readonly stack: Int32Array;
  private readonly leafPath: Float64Array;
  /** Values of the feature being split, by position among the tree's rows: read from the columns once, far apart there. */
  private readonly gathered: Float64Array;
  private readonly roots: number[] = [];
  private feature: Int32Array;
  private threshold: Float64Array;
  private missingLeft: Uint8Array;
  private next: Int32Array;
  private pathLength: Float64Array;
  private nodeCount = 0;
  private low = 0;
  private high = 0;
  private missing = 0;

  constructor(featureCount: number, treeCount: number, sampleSize: number) {
    this.maxDepth = Math.ceil(Math.log2(sampleSize));
    this.featureOrder = new Int32Array(featureCount);
    this.stack = new Int32Array(4 * (this.maxDepth + 2));
    this.gathered = new Float64Array(sampleSize);
    this.leafPath = Float64Array.from({ length: sampleSize + 1 }, (_, n) => averagePathLength(n));
    const nodes = Math.max(2 * sampleSize, Math.min(FIRST_NODES, treeCount * 2 * sampleSize));
    this.feature = new Int32Array(nodes);
    this.threshold = new Float64Array(nodes);
    this.missingLeft = new Uint8Array(nodes);
    this.next = new Int32Array(nodes);
    this.pathLength = new Float64Array(nodes);
  }

  /**
   * Adds a tree on `rows`, which are reordered.
   * @param columns values by feature; missing as NaN; one in which an infinite value is met is replaced by a copy that
   *   has NaN instead, so that the columns need not be looked through beforehand
   */
  grow(columns: Float64Array[], rows: Int32Array, random: Random): void {
    const { stack, maxDepth, featureOrder } = this;
    for (let f = 0; f < featureOrder.length; f++) featureOrder[f] = f;
    this.reserve(2 * rows.length);
    this.roots.push(this.nodeCount);
    stack[0] = this.nodeCount++;
    stack[1] = 0;
    stack[2] = rows.length;
    stack[3] = 0;
    let size = 4;
    while (size > 0) {
      size -= 4;
      const node = stack[size]!;
      const start = stack[size + 1]!;
      const end = stack[size + 2]!;
      const depth = stack[size + 3]!;
      const middle = depth < maxDepth && end - start > 1 ? this.split(node, columns, rows, start, end, random) : -1;
      if (middle < 0) {
        this.feature[node] = -1;
        this.pathLength[node] = depth + this.leafPath[end - start]!;
        continue;
      }
      const left = this.nodeCount;
      this.nodeCount += 2;
      this.next[node] = left;
      stack[size] = left + 1;
      stack[size + 1] = middle;
      stack[size + 2] = end;
      stack[size + 3] = depth + 1;
      size += 4;
      stack[size] = left;
      stack[size + 1] = start;
      stack[size + 2] = middle;
      stack[size + 3] = depth + 1;
      size += 4;
    }
  }

  finish(): IsolationTrees {
    const { nodeCount } = this;
    return {
      roots: Int32Array.from(this.roots),
      feature: this.feature.slice(0, nodeCount),
      threshold: this.threshold.slice(0, nodeCount),
      missingLeft: this.missingLeft.slice(0, nodeCount),
      next: this.next.slice(0, nodeCount),
      pathLength: this.pathLength.slice(0, nodeCount),
    };
  }

  private reserve(count: number): void {
    const size = this.feature.length;
    if (this.nodeCount + count <= size) return;
    this.feature = resized(this.feature, new Int32Array(2 * size));
    this.threshold = resized(this.threshold, new Float64Array(2 * size));
    this.missingLeft = resized(this.missingLeft, new Uint8Array(2 * size));
    this.next = resized(this.next, new Int32Array(2 * size));
    this.pathLength = resized(this.pathLength, new Float64Array(2 * size));
  }

  /** Splits the rows from `start` to `end`; returns where the right ones begin, or -1 when no feature varies. */
  private split(
    node: number,
    columns: Float64Array[],
    rows: Int32Array,
    start: number,
    end: number,
    random: Random,
  ): number {
    const { featureOrder } = this;
    for (let left = featureOrder.length; left > 0; left--) {
      const drawn = drawBelow(random, left);
      const feature = featureOrder[drawn]!;
      featureOrder[drawn] = featureOrder[left - 1]!;
      featureOrder[left - 1] = feature;
      this.findRange(columns[feature]!, rows, start, end);
      if (this.low === -Infinity || this.high === Infinity) {
        columns[feature] = columns[feature]!.map((value) => (Number.isFinite(value) ? value : NaN));
        this.findRange(columns[feature], rows, start, end);
      }
      const { low, high } = this;
      const values = columns[feature]!;
      if (low < high) {
        this.feature[node] = feature;
        this.threshold[node] = between(low, high, random.uniform());
        return this.partition(node, values, rows, start, end, random.uniform());
      }
      if (low === high && this.missing > 0) {
        this.feature[node] = feature;
        this.threshold[node] = Number.MAX_VALUE;
        return this.partition(node, values, rows, start, end, 1);
      }
    }
    return -1;
  }

  /** Gathers the rows' values: the least and greatest, and how many are missing; `low` exceeds `high` where all are. */
  private findRange(values: Float64Array, rows: Int32Array, start: number, end: number): void {
    const { gathered } = this;
    // By itself, so that many loads are under way at once; of a finite value 0 is added, of others NaN.
    let doubt = 0;
    for (let i = start; i < end; i++) {
      const value = values[rows[i]!]!;
      gathered[i] = value;
      doubt += value - value;
    }
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      const value = gathered[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    let missing = 0;
    if (doubt !== 0) for (let i = start; i < end; i++) missing += gathered[i] === gathered[i] ? 0 : 1;
    this.low = low;
    this.high = high;
    this.missing = missing;
  }

  /** @param draw from [0, 1): missing values go left when it is below the share of the values that do */
  private partition(
    node: number,
    values: Float64Array,
    rows: Int32Array,
    start: number,
    end: number,
    draw: number,
  ): number {
    const { gathered } = this;
    const threshold = this.threshold[node]!;
    // Left rows to the front, then the missing ones to the end; swaps without a branch, as sides are hard to foretell.
    let i = start;
    for (let k = start; k < end; k++) {
      const row = rows[k]!;
      rows[k] = rows[i]!;
      rows[i] = row;
      // The row at k has not been moved yet.
      i += gathered[k]! <= threshold ? 1 : 0;
    }
    let missing = end;
    for (let k = end - 1; k >= i && missing > end - this.missing; k--) {
      const row = rows[k]!;
      if (values[row] === values[row]) continue;
      missing--;
      rows[k] = rows[missing]!;
      rows[missing] = row;
    }
    const missingLeft = draw < (i - start) / (missing - start);
    this.missingLeft[node] = missingLeft ? 1 : 0;
    if (!missingLeft) return i;
    for (let k = missing; k < end; k++) {
      const row = rows[k]!;
      rows[k] = rows[i]!;
      rows[i] = row;
      i++;
    }
    return i;
  }
}

function resized<T extends Int32Array | Float64Array | Uint8Array>(old: T, fresh: T): T {
  fresh.set(old);
  return fresh;
}

/** A number in [low, high), `draw` of the way; the way may be longer than a double. */
function between(low: number, high: number, draw: number): number {
  const range = high - low;
  const value = range < Infinity ? low + range * draw : low * (1 - draw) + high * draw;
  return value >= low && value < high ? value : low;
}
