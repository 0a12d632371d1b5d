import type { PointSet } from './point-set.js';

/** The `k` nearest other points of each point, nearest first; of equally near ones the lower index first. */
export interface NearestNeighbors {
  k: number;
  /** Row-major, points x k: indices into the point set. */
  index: Int32Array;
}

/** Coordinates added up between two looks at the bound. */
const CHUNK = 8;

/**
 * Exact search. The points are sorted along the direction in which they spread most; as a projection never exceeds the
 * distance, the scan from each point outwards stops once both sides are farther along that direction than the k-th
 * neighbour found. Distances are given up as soon as they exceed it. Quadratic at worst: 10,000 points of 20
 * independent dimensions take about a second.
 *
 * @param k from 1 to `points.count - 1`
 */
export function nearestNeighbors(points: PointSet, k: number): NearestNeighbors {
  const { count, mismatch, categoryColumns } = points;
  const { projection, order } = alongMainDirection(points);
  const sorted = inOrder(points, order);
  const along = Float64Array.from(order, (point) => projection[point]!);
  const { coordinates, dimensions, categories } = sorted;
  const index = new Int32Array(count * k);
  const near = new Float64Array(k);
  const nearest = new Int32Array(k);

  for (let query = 0; query < count; query++) {
    near.fill(Infinity);
    nearest.fill(-1);
    const origin = query * dimensions;
    const originCategory = query * categoryColumns;
    let below = query - 1;
    let above = query + 1;
    while (below >= 0 || above < count) {
      const gapBelow = below >= 0 ? along[query]! - along[below]! : Infinity;
      const gapAbove = above < count ? along[above]! - along[query]! : Infinity;
      const candidate = gapBelow <= gapAbove ? below-- : above++;
      const gap = gapBelow <= gapAbove ? gapBelow : gapAbove;
      const bound = near[k - 1]!;
      // The margin covers the rounding of projections: no neighbour is lost to it.
      if (gap * gap > bound * (1 + 1e-9)) break;

      let distance = 0;
      let at = candidate * dimensions;
      let from = origin;
      const end = at + dimensions;
      while (at < end && distance <= bound) {
        const stop = at + CHUNK < end ? at + CHUNK : end;
        for (; at < stop; at++, from++) {
          const difference = coordinates[at]! - coordinates[from]!;
          distance += difference * difference;
        }
      }
      if (distance > bound) continue;
      for (let c = 0; c < categoryColumns; c++) {
        if (categories[candidate * categoryColumns + c] !== categories[originCategory + c]) distance += mismatch;
      }
      const point = order[candidate]!;
      if (distance > bound || (distance === bound && nearest[k - 1]! >= 0 && point > nearest[k - 1]!)) continue;
      let slot = k - 1;
      while (slot > 0 && (near[slot - 1]! > distance || (near[slot - 1] === distance && nearest[slot - 1]! > point))) {
        near[slot] = near[slot - 1]!;
        nearest[slot] = nearest[slot - 1]!;
        slot--;
      }
      near[slot] = distance;
      nearest[slot] = point;
    }
    index.set(nearest, order[query]! * k);
  }
  return { k, index };
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
