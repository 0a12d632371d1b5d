import { BLOCK, NearPairs } from './near-pairs.js';
import type { PointSet } from './point-set.js';

/** The `k` nearest other points of each point, nearest first; of equally near ones the lower index first. */
export interface NearestNeighbors {
  k: number;
  /** Row-major, points x k: indices into the point set. */
  index: Int32Array;
}

/**
 * Exact search. The points are sorted along the direction in which they spread most and cut into blocks. Each pair of
 * blocks is looked at once, for the neighbours of both, near pairs first; as a projection never exceeds the distance, a
 * pair that lies farther apart along that direction than the k-th neighbours found so far is passed over. Which points
 * of two blocks may be near is told by `NearPairs`; those alone are measured in doubles. Quadratic at worst.
 *
 * @param k from 1 to `points.count - 1`
 * @param withVectors for tests; the neighbours do not depend on it
 */
export function nearestNeighbors(points: PointSet, k: number, withVectors = true): NearestNeighbors {
  const { count } = points;
  const { projection, order } = alongMainDirection(points);
  const sorted = inOrder(points, order);
  const along = Float64Array.from(order, (point) => projection[point]!);
  const lists = new NeighborLists(order, k);
  const near = withVectors ? NearPairs.of(sorted) : null;
  const blocks = Math.ceil(count / BLOCK);
  const farthest = new Float64Array(blocks).fill(Infinity);
  const endOf = (block: number) => Math.min(count, (block + 1) * BLOCK);

  for (let apart = 0; apart < blocks; apart++) {
    for (let one = 0; one + apart < blocks; one++) {
      const other = one + apart;
      const gap = apart === 0 ? 0 : along[other * BLOCK]! - along[endOf(one) - 1]!;
      // The margin covers the rounding of projections: no neighbour is lost to it.
      if (gap * gap > Math.max(farthest[one]!, farthest[other]!) * (1 + 1e-9)) continue;
      if (near) compareNearPairs(sorted, lists, near, one, other);
      else comparePairs(sorted, lists, one * BLOCK, endOf(one), other * BLOCK, endOf(other));
      farthest[one] = lists.farthest(one * BLOCK, endOf(one));
      farthest[other] = lists.farthest(other * BLOCK, endOf(other));
    }
  }
  return { k, index: lists.inPointOrder() };
}

/** The k nearest found so far of each sorted point. */
class NeighborLists {
  /** Row-major, sorted points x k: squared distances, ascending. */
  readonly distance: Float64Array;
  private readonly nearest: Int32Array;

  constructor(
    private readonly order: Uint32Array,
    readonly k: number,
  ) {
    this.distance = new Float64Array(order.length * k).fill(Infinity);
    this.nearest = new Int32Array(order.length * k).fill(-1);
  }

  /** Takes the sorted point `candidate` in if it is near enough, ties going to the lower index. */
  offer(query: number, candidate: number, distance: number): void {
    const { k, distance: near, nearest } = this;
    const point = this.order[candidate]!;
    const first = query * k;
    let slot = first + k;
    while (
      slot > first &&
      (near[slot - 1]! > distance || (near[slot - 1] === distance && nearest[slot - 1]! > point))
    ) {
      slot--;
      if (slot + 1 < first + k) {
        near[slot + 1] = near[slot]!;
        nearest[slot + 1] = nearest[slot]!;
      }
    }
    if (slot === first + k) return;
    near[slot] = distance;
    nearest[slot] = point;
  }

  farthest(from: number, to: number): number {
    let most = 0;
    for (let query = from; query < to; query++) most = Math.max(most, this.distance[(query + 1) * this.k - 1]!);
    return most;
  }

  inPointOrder(): Int32Array {
    const { k, nearest, order } = this;
    const index = new Int32Array(nearest.length);
    order.forEach((point, i) => index.set(nearest.subarray(i * k, (i + 1) * k), point * k));
    return index;
  }
}

/** `comparePairs`, of the pairs that may be near. */
function compareNearPairs(points: PointSet, lists: NeighborLists, near: NearPairs, one: number, other: number): void {
  const { distance: farthest, k } = lists;
  near.visit(one, other, (a, b) => {
    const distance = squaredDistance(points, a, b);
    if (distance <= farthest[(a + 1) * k - 1]!) {
      lists.offer(a, b, distance);
      near.limit(a, farthest[(a + 1) * k - 1]!);
    }
    if (distance <= farthest[(b + 1) * k - 1]!) {
      lists.offer(b, a, distance);
      near.limit(b, farthest[(b + 1) * k - 1]!);
    }
  });
}

/** Summed as `comparePairs` does, to the last bit. */
function squaredDistance(points: PointSet, one: number, other: number): number {
  const { coordinates, dimensions, categories, categoryColumns, mismatch } = points;
  const end = (one + 1) * dimensions;
  let distance = 0;
  let at = one * dimensions;
  let to = other * dimensions;
  for (; at + 8 <= end; at += 8, to += 8) distance += eightSquares(coordinates, at, to);
  for (; at < end; at++, to++) {
    const difference = coordinates[at]! - coordinates[to]!;
    distance += difference * difference;
  }
  for (let c = 0; c < categoryColumns; c++) {
    if (categories[one * categoryColumns + c] !== categories[other * categoryColumns + c]) distance += mismatch;
  }
  return distance;
}

/** The squared differences of eight coordinates, in pairs: a single sum would wait for each addition. */
function eightSquares(coordinates: Float64Array, at: number, to: number): number {
  const d0 = coordinates[at]! - coordinates[to]!;
  const d1 = coordinates[at + 1]! - coordinates[to + 1]!;
  const d2 = coordinates[at + 2]! - coordinates[to + 2]!;
  const d3 = coordinates[at + 3]! - coordinates[to + 3]!;
  const d4 = coordinates[at + 4]! - coordinates[to + 4]!;
  const d5 = coordinates[at + 5]! - coordinates[to + 5]!;
  const d6 = coordinates[at + 6]! - coordinates[to + 6]!;
  const d7 = coordinates[at + 7]! - coordinates[to + 7]!;
  return d0 * d0 + d1 * d1 + (d2 * d2 + d3 * d3) + (d4 * d4 + d5 * d5 + (d6 * d6 + d7 * d7));
}

/** Offers each pair of points from two blocks, or from one and the same, to both. */
function comparePairs(
  { coordinates, dimensions, categories, categoryColumns, mismatch }: PointSet,
  lists: NeighborLists,
  oneFrom: number,
  oneTo: number,
  otherFrom: number,
  otherTo: number,
): void {
  const { distance: near, k } = lists;
  for (let one = oneFrom; one < oneTo; one++) {
    const begin = one * dimensions;
    const end = begin + dimensions;
    let bound = near[(one + 1) * k - 1]!;
    for (let other = oneFrom === otherFrom ? one + 1 : otherFrom; other < otherTo; other++) {
      const otherBound = near[(other + 1) * k - 1]!;
      const limit = bound > otherBound ? bound : otherBound;
      let distance = 0;
      let at = begin;
      let to = other * dimensions;
      for (; at + 8 <= end && distance <= limit; at += 8, to += 8) distance += eightSquares(coordinates, at, to);
      if (distance > limit) continue;
      for (; at < end; at++, to++) {
        const difference = coordinates[at]! - coordinates[to]!;
        distance += difference * difference;
      }
      for (let c = 0; c < categoryColumns; c++) {
        if (categories[one * categoryColumns + c] !== categories[other * categoryColumns + c]) distance += mismatch;
      }
      if (distance <= bound) {
        lists.offer(one, other, distance);
        bound = near[(one + 1) * k - 1]!;
      }
      if (distance <= otherBound) lists.offer(other, one, distance);
    }
  }
}

const POWER_STEPS = 20;

/** Projections on about the first principal component, by power iteration; any unit vector would be correct. */
function alongMainDirection({ count, dimensions, coordinates }: PointSet) {
  const centre = new Float64Array(dimensions);
  for (let i = 0; i < coordinates.length; i++) centre[i % dimensions]! += coordinates[i]! / count;
  let direction = new Float64Array(dimensions).fill(1 / Math.sqrt(Math.max(1, dimensions)));
  const projection = new Float64Array(count);
  const project = () => {
    for (let point = 0; point < count; point++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) sum += (coordinates[point * dimensions + d]! - centre[d]!) * direction[d]!;
      projection[point] = sum;
    }
  };
  for (let step = 0; step < POWER_STEPS; step++) {
    project();
    const next = new Float64Array(dimensions);
    for (let point = 0; point < count; point++) {
      for (let d = 0; d < dimensions; d++) {
        next[d]! += projection[point]! * (coordinates[point * dimensions + d]! - centre[d]!);
      }
    }
    const length = Math.hypot(...next);
    if (!(length > 0)) break;
    direction = next.map((value) => value / length);
  }
  project();
  const order = Uint32Array.from({ length: count }, (_, point) => point);
  order.sort((a, b) => projection[a]! - projection[b]! || a - b);
  return { projection, order };
}

/** The points in the given order, their widest dimensions first, so that a distance is given up early. */
function inOrder(points: PointSet, order: Uint32Array): PointSet {
  const { count, dimensions, categoryColumns } = points;
  const sums = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  for (let i = 0; i < points.coordinates.length; i++) {
    const value = points.coordinates[i]! - points.coordinates[i % dimensions]!;
    sums[i % dimensions]! += value;
    squares[i % dimensions]! += value * value;
  }
  const spread = squares.map((square, d) => square - sums[d]! ** 2 / count);
  const axes = Uint32Array.from({ length: dimensions }, (_, d) => d).sort((a, b) => spread[b]! - spread[a]! || a - b);
  const coordinates = new Float64Array(points.coordinates.length);
  const categories = new Int32Array(points.categories.length);
  order.forEach((point, i) => {
    for (let d = 0; d < dimensions; d++)
      coordinates[i * dimensions + d] = points.coordinates[point * dimensions + axes[d]!]!;
    for (let c = 0; c < categoryColumns; c++)
      categories[i * categoryColumns + c] = points.categories[point * categoryColumns + c]!;
  });
  return { ...points, coordinates, categories };
}
