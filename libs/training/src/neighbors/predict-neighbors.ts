import type { FeatureColumn } from '@antidote/tabular';
import { allFinite } from '../binning/all-finite.js';
import type { Predictor } from '../learner.js';
import { standardized } from '../standardization/numeric-scaling.js';
import { NearestRadius } from './nearest-radius.js';
import type { NeighborsModel } from './neighbors-model.js';

/** Training rows of a tile, whose columns stay in the cache while a block of queries passes. */
const TILE = 1024;
const BLOCK = 16;
/** Distances held at a time, 16 MB. */
const MAX_DISTANCES = 2 ** 21;

/** Shares of the neighbours' votes; see `kNearestNeighborsLearner` for the distance and ties. */
export const neighborsPredictor: Predictor<NeighborsModel> = {
  probabilities(model, features, rowCount) {
    const { labels, parameters } = model;
    const queries = standardizedQueries(model, features, rowCount);
    const block = Math.max(1, Math.min(BLOCK, Math.floor(MAX_DISTANCES / labels.length)));
    const distances = new Float64Array(block * labels.length);
    const nearest = new NearestRadius(parameters.nNeighbors as number);
    const probabilities = new Float64Array(rowCount * model.classes.length);
    for (let from = 0; from < rowCount; from += block) {
      const to = Math.min(from + block, rowCount);
      squaredDistances(model, queries, from, to, distances);
      for (let row = from; row < to; row++) {
        const own = distances.subarray((row - from) * labels.length, (row - from + 1) * labels.length);
        vote(model, nearest, own, probabilities, row * model.classes.length);
      }
    }
    return probabilities;
  },

  isSound({ classes, features, parameters, medians, means, scales, values, codes, overlapWeights, labels, weights }) {
    const numeric = features.filter((feature) => feature.type === 'numeric').length;
    const categories = features.length - numeric;
    return (
      labels.length > 0 &&
      [medians, means, scales, values, overlapWeights, weights].every(allFinite) &&
      [scales, weights].every((array) => array.every((number) => number > 0)) &&
      [medians, means, scales].every((array) => array.length === numeric) &&
      values.length === numeric * labels.length &&
      codes.length === categories * labels.length &&
      overlapWeights.length === categories &&
      weights.length === labels.length &&
      labels.every((label) => label >= 0 && label < classes.length) &&
      Number.isInteger(parameters.nNeighbors) &&
      (parameters.nNeighbors as number) >= 1
    );
  },
};

interface Queries {
  numeric: Float64Array[];
  categories: Int32Array[];
}

function standardizedQueries(model: NeighborsModel, features: FeatureColumn[], rowCount: number): Queries {
  const numeric: Float64Array[] = [];
  const categories: Int32Array[] = [];
  for (const column of features) {
    if (column.kind === 'category') categories.push(column.codes);
    else {
      const at = numeric.length;
      const scaling = { median: model.medians[at]!, mean: model.means[at]!, scale: model.scales[at]! };
      const values = new Float64Array(rowCount);
      for (let row = 0; row < rowCount; row++) values[row] = standardized(column.values[row]!, scaling);
      numeric.push(values);
    }
  }
  return { numeric, categories };
}

/** From queries `from` to `to` to each training row, row-major. */
function squaredDistances(
  { values, codes, overlapWeights, labels }: NeighborsModel,
  { numeric, categories }: Queries,
  from: number,
  to: number,
  distances: Float64Array,
): void {
  const count = labels.length;
  distances.fill(0, 0, (to - from) * count);
  for (let start = 0; start < count; start += TILE) {
    const size = Math.min(TILE, count - start);
    for (let row = from; row < to; row++) {
      const base = (row - from) * count + start;
      for (let f = 0; f < numeric.length; f++) {
        const query = numeric[f]![row]!;
        const column = f * count + start;
        for (let i = 0; i < size; i++) {
          const gap = values[column + i]! - query;
          distances[base + i]! += gap * gap;
        }
      }
      for (let f = 0; f < categories.length; f++) {
        const query = categories[f]![row]!;
        const weight = overlapWeights[f]!;
        const column = f * count + start;
        for (let i = 0; i < size; i++) if (codes[column + i] !== query) distances[base + i]! += weight;
      }
    }
  }
}

/** Writes the vote shares of the nearest rows to `probabilities`, from `at`. */
function vote(
  { labels, weights, classes, parameters }: NeighborsModel,
  nearest: NearestRadius,
  distances: Float64Array,
  probabilities: Float64Array,
  at: number,
): void {
  nearest.reset();
  for (let i = 0; i < distances.length; i++) {
    if (distances[i]! < nearest.radius) nearest.offer(distances[i]!, weights[i]!);
  }
  const { radius } = nearest;
  const neighbors: number[] = [];
  let nearer = 0;
  let tied = 0;
  for (let i = 0; i < distances.length; i++) {
    if (distances[i]! > radius) continue;
    neighbors.push(i);
    if (distances[i] === radius) tied += weights[i]!;
    else nearer += weights[i]!;
  }
  const share = ((parameters.nNeighbors as number) - nearer) / tied;
  // In order of distance and class, so that the order of the training rows cannot show in a rounding.
  neighbors.sort((a, b) => distances[a]! - distances[b]! || labels[a]! - labels[b]!);
  const byDistance = parameters.weights === 'distance';
  const isExact = byDistance && distances[neighbors[0]!] === 0;
  let total = 0;
  for (let n = 0; n < neighbors.length;) {
    const distance = distances[neighbors[n]!]!;
    const label = labels[neighbors[n]!]!;
    let weight = 0;
    for (; n < neighbors.length && distances[neighbors[n]!] === distance && labels[neighbors[n]!] === label; n++) {
      weight += weights[neighbors[n]!]!;
    }
    if (isExact && distance > 0) break;
    const votes = weight * (distance === radius ? share : 1) * (byDistance && !isExact ? 1 / Math.sqrt(distance) : 1);
    probabilities[at + label]! += votes;
    total += votes;
  }
  for (let c = 0; c < classes.length; c++) probabilities[at + c]! /= total;
}
