import { byCodePoint, Random, type Table } from '@antidote/tabular';
import {
  checkClassificationParameters,
  type ClassificationParameters,
  type FullClassificationParameters,
} from './classification-parameters.js';
import { NormalDeviates } from './normal-deviates.js';

const SYNTHETIC_STREAM = 9;

export type FeatureRole = 'informative' | 'redundant' | 'repeated' | 'noise';

export interface SyntheticClassification {
  /** Features `x0`, `x1`, ... and the target `class` with the classes `0`, `1`, ... */
  table: Table;
  /** Role of each feature, in table order. */
  roles: FeatureRole[];
  /** Class codes before `flipY`: what a perfect reviewer would say. */
  cleanCodes: Int32Array;
}

/**
 * A random classification task, made as scikit-learn's `make_classification`: each class has normal clusters of random
 * covariance at vertices of a hypercube of side 2 * classSep in the informative features; redundant features are linear
 * combinations of these, repeated ones copies, the rest standard normal noise. Class sizes before `flipY` are
 * scikit-learn's exactly; the numbers are drawn otherwise, so that no table is the same as its.
 *
 * @throws DomainError `parameter_out_of_range`
 * @see Guyon, Design of experiments for the NIPS 2003 variable selection benchmark (2003)
 */
export function makeClassification(parameters: ClassificationParameters): SyntheticClassification {
  const full = checkClassificationParameters(parameters);
  const { nSamples, nFeatures, nClasses, seed } = full;
  const random = new Random(seed, SYNTHETIC_STREAM);
  const features = Array.from({ length: nFeatures }, () => new Float64Array(nSamples));
  const codes = new Int32Array(nSamples);
  const roles = drawFeatures(features, codes, full, random);

  const flipped = codes.map((code) => (random.uniform() < full.flipY ? random.below(nClasses) : code));
  features.forEach((values, f) => {
    const shift = full.shift === null ? (2 * random.uniform() - 1) * full.classSep : of(full.shift, f);
    const scale = full.scale === null ? 1 + 100 * random.uniform() : of(full.scale, f);
    for (let row = 0; row < nSamples; row++) values[row] = (values[row]! + shift) * scale;
  });

  const rows = Uint32Array.from({ length: nSamples }, (_, row) => row);
  const columns = Array.from({ length: nFeatures }, (_, f) => f);
  if (full.shuffle) {
    random.shuffle(rows);
    random.shuffle(columns);
  }
  // Classes are sorted by code point, so that '10' comes before '2'; codes follow.
  const classes = Array.from({ length: nClasses }, (_, c) => String(c)).sort(byCodePoint);
  const codeOf = Int32Array.from({ length: nClasses }, (_, c) => classes.indexOf(String(c)));
  return {
    table: {
      rowCount: nSamples,
      rowIds: Uint32Array.from({ length: nSamples }, (_, row) => row),
      features: columns.map((column, f) => ({
        kind: 'numeric',
        name: `x${f}`,
        values: Float64Array.from(rows, (row) => features[column]![row]!),
      })),
      target: { name: 'class', codes: Int32Array.from(rows, (row) => codeOf[flipped[row]!]!), classes },
    },
    roles: columns.map((column) => roles[column]!),
    cleanCodes: Int32Array.from(rows, (row) => codeOf[codes[row]!]!),
  };
}

const of = (value: number | readonly number[], feature: number) =>
  typeof value === 'number' ? value : value[feature]!;

/** Fills features and classes cluster by cluster: informative, redundant, repeated, then noise. */
function drawFeatures(
  features: Float64Array[],
  codes: Int32Array,
  parameters: FullClassificationParameters,
  random: Random,
): FeatureRole[] {
  const { nInformative, nRedundant, nRepeated, nClasses, nSamples } = parameters;
  const deviates = new NormalDeviates(random);
  const uniform = () => 2 * random.uniform() - 1;
  const informative = features.slice(0, nInformative);
  const centroids = drawCentroids(parameters, random);
  let start = 0;
  clusterSizes(parameters).forEach((size, cluster) => {
    codes.fill(cluster % nClasses, start, start + size);
    const mixing = Float64Array.from({ length: nInformative * nInformative }, uniform);
    const point = new Float64Array(nInformative);
    for (let row = start; row < start + size; row++) {
      for (let i = 0; i < nInformative; i++) point[i] = deviates.next();
      for (let f = 0; f < nInformative; f++) {
        let value = centroids[cluster]![f]!;
        for (let i = 0; i < nInformative; i++) value += point[i]! * mixing[i * nInformative + f]!;
        informative[f]![row] = value;
      }
    }
    start += size;
  });

  const roles = new Array<FeatureRole>(features.length).fill('noise').fill('informative', 0, nInformative);
  for (let f = nInformative; f < nInformative + nRedundant; f++) {
    roles[f] = 'redundant';
    for (const source of informative) {
      const factor = uniform();
      for (let row = 0; row < nSamples; row++) features[f]![row]! += factor * source[row]!;
    }
  }
  const told = nInformative + nRedundant;
  for (let f = told; f < told + nRepeated; f++) {
    roles[f] = 'repeated';
    // Rounded rather than cut, as scikit-learn: the first and the last source are half as likely.
    features[f]!.set(features[Math.floor((told - 1) * random.uniform() + 0.5)]!);
  }
  for (let f = told + nRepeated; f < features.length; f++) {
    for (let row = 0; row < nSamples; row++) features[f]![row] = deviates.next();
  }
  return roles;
}

/** Rows of each cluster: its class's share, cut to a whole number; the rows left over go one each to the first ones. */
function clusterSizes({ nSamples, nClasses, nClustersPerClass, weights }: FullClassificationParameters): number[] {
  const clusters = nClasses * nClustersPerClass;
  const sizes = Array.from({ length: clusters }, (_, cluster) =>
    Math.floor((nSamples * weights[cluster % nClasses]!) / nClustersPerClass),
  );
  const left = nSamples - sizes.reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < left; i++) sizes[i % clusters]!++;
  return sizes;
}

/** Different vertices of the cube from -classSep to classSep; scaled by cluster and feature for a random polytope. */
function drawCentroids(parameters: FullClassificationParameters, random: Random): Float64Array[] {
  const { nInformative, nClasses, nClustersPerClass, classSep, hypercube } = parameters;
  const clusters = nClasses * nClustersPerClass;
  const seen = new Set<string>();
  const centroids: Float64Array[] = [];
  while (centroids.length < clusters) {
    const vertex = Float64Array.from({ length: nInformative }, () => (random.below(2) === 0 ? -classSep : classSep));
    const name = vertex.join();
    if (seen.has(name)) continue;
    seen.add(name);
    centroids.push(vertex);
  }
  if (!hypercube) {
    const byCluster = centroids.map(() => random.uniform());
    const byFeature = Float64Array.from({ length: nInformative }, () => random.uniform());
    return centroids.map((centroid, c) => centroid.map((value, f) => value * byCluster[c]! * byFeature[f]!));
  }
  return centroids;
}
