import type { Resampling } from '@antidote/contracts';
import { DomainError, Random, type Table } from '@antidote/tabular';
import { checkSeed } from '../sound-seed.js';
import { nearestNeighbors } from './nearest-neighbors.js';
import { columnScales, pointSet, type Scaling } from './point-set.js';
import { randomOversampling, randomUndersampling } from './random-sampling.js';
import { noNewRows, withNewRows, type NewRows, type ResamplingProvenance } from './resampled.js';
import { smote } from './smote.js';
import { checkRatio, oversamplingTargets, undersamplingTargets } from './target-counts.js';
import { tomekLinks } from './tomek-links.js';

export const RESAMPLING_NAMES = [
  'none',
  'random-over',
  'random-under',
  'smote',
  'smote-nc',
  'tomek-links',
  'smote-tomek',
] as const satisfies Resampling[];
export type ResamplingName = Resampling;

const RESAMPLING_STREAM = 8;

export interface ResampleOptions {
  /** The same seed gives the same rows. */
  seed: number;
  /** Neighbours a synthetic row may be moved towards; default 5. */
  kNeighbors?: number;
  /** Rows of the smaller over those of the largest class (or of the smallest over larger ones), in (0, 1]; default 1. */
  samplingRatio?: number;
  /**
   * `standard` (default): numeric columns count by their standard deviation over the training rows, so that no unit
   * outweighs the others. `none`: values as they are, which is what imbalanced-learn does.
   */
  scaling?: Scaling;
  /** Row id of the first new row; one above the highest of `table` unless told. */
  firstNewRowId?: number;
}

export interface Resampled {
  /** Kept training rows in their order, then new rows class by class. Classes and categories stay as they are. */
  table: Table;
  provenance: ResamplingProvenance;
  warnings: string[];
}

/**
 * Evens out class sizes among the training rows; the other rows of the table are never read or changed.
 *
 * - `random-over`: copies of rows of smaller classes. `random-under`: fewer rows of larger classes.
 * - `smote`: synthetic rows between neighbours of a smaller class; numeric columns only.
 * - `smote-nc`: the same for mixed columns: a category is the commonest among the neighbours. Without a category it is
 *   `smote`, without a number neighbours are those with the fewest unequal categories.
 * - `tomek-links`: takes out the rows of Tomek links but those of the smallest class.
 * - `smote-tomek`: `smote` (`smote-nc` where there is a category), then both rows of each link are taken out.
 *
 * `samplingRatio` does not apply to `tomek-links`. Missing numbers and categories are allowed, see `pointSet`; rows
 * without a label are left out, and a class without a training row stays without one.
 *
 * @param rows positions of the training rows in `table`, each once, in any order
 * @throws DomainError `invalid_argument` for `smote` on a category column and for another name,
 *   `parameter_out_of_range`, `shape_mismatch` for positions that do not fit, `single_class`, `too_few_rows`
 * @see Batista, Prati & Monard, A study of the behavior of several methods for balancing machine learning training data
 *   (SIGKDD Explorations 6, 2004), for SMOTE with Tomek links
 */
export function resample(
  name: ResamplingName,
  table: Table,
  rows: ArrayLike<number>,
  options: ResampleOptions,
): Resampled {
  const { seed, kNeighbors = 5, samplingRatio = 1, scaling = 'standard', firstNewRowId = nextRowId(table) } = options;
  checkName(name, table);
  checkSeed(seed);
  checkRatio(samplingRatio);
  if (!Number.isInteger(kNeighbors) || kNeighbors < 1) {
    throw new DomainError('parameter_out_of_range', `kNeighbors is ${kNeighbors}; give a whole number of at least 1.`);
  }
  const training = trainingRows(table, rows);
  const classes = table.target.classes.length;
  const rowsOf = Array.from({ length: classes }, (_, c) => training.filter((row) => table.target.codes[row] === c));
  const counts = Int32Array.from(rowsOf, ({ length }) => length);
  if (name !== 'none' && counts.filter((count) => count > 0).length < 2) {
    throw new DomainError(
      'single_class',
      `The training rows have ${counts.some((count) => count > 0) ? 'one class' : 'no label'}; resampling needs at least 2 classes.`,
    );
  }
  const random = new Random(seed, RESAMPLING_STREAM);
  const warnings: string[] = [];
  let kept = training;
  let added = noNewRows();
  switch (name) {
    case 'none':
      break;
    case 'random-over':
      added = randomOversampling(rowsOf, oversamplingTargets(counts, samplingRatio), random);
      break;
    case 'random-under':
      kept = randomUndersampling(rowsOf, undersamplingTargets(counts, samplingRatio), random);
      break;
    case 'smote':
    case 'smote-nc':
    case 'smote-tomek':
      added = smote(table, rowsOf, oversamplingTargets(counts, samplingRatio), {
        kNeighbors,
        scales: columnScales(table, training),
        scaling,
        random,
        warn: (message) => warnings.push(message),
      });
      if (name === 'smote-tomek') ({ kept, added } = withoutLinks(table, training, added, scaling));
      break;
    case 'tomek-links':
      kept = withoutLargerSides(table, training, counts, scaling);
      break;
  }
  for (const name of lostClasses(table, counts, kept, added)) {
    warnings.push(`Class ${JSON.stringify(name)} lost its last training row to Tomek links.`);
  }
  return {
    table: withNewRows(table, kept, added, firstNewRowId),
    provenance: provenanceOf(table, training, kept, added, firstNewRowId),
    warnings,
  };
}

/** The partner of each row in a Tomek link, -1 for none. */
function linksAmong(table: Table, rows: Uint32Array, scaling: Scaling): Int32Array {
  const points = pointSet(table, rows, columnScales(table, rows), scaling);
  const codes = Int32Array.from(rows, (row) => table.target.codes[row]!);
  return tomekLinks(codes, nearestNeighbors(points, 1));
}

function withoutLargerSides(table: Table, training: Uint32Array, counts: Int32Array, scaling: Scaling): Uint32Array {
  let smallest = -1;
  counts.forEach((count, c) => {
    if (count > 0 && (smallest < 0 || count < counts[smallest]!)) smallest = c;
  });
  const links = linksAmong(table, training, scaling);
  return training.filter((row, i) => links[i]! < 0 || table.target.codes[row] === smallest);
}

/** Links are looked for among old and new rows alike; both rows of a link go. */
function withoutLinks(table: Table, training: Uint32Array, added: NewRows, scaling: Scaling) {
  const grown = withNewRows(table, training, added, 0);
  const links = linksAmong(grown, Uint32Array.from(grown.rowIds.keys()), scaling);
  const stays = (i: number) => links[training.length + i]! < 0;
  const categories = new Map(
    [...(added.categories ?? [])].map(([column, codes]) => [column, codes.filter((_, i) => stays(i))]),
  );
  return {
    kept: training.filter((_, i) => links[i]! < 0),
    added: {
      parents: added.parents.filter((_, i) => stays(i)),
      neighbors: added.neighbors.filter((_, i) => stays(i)),
      weights: added.weights.filter((_, i) => stays(i)),
      categories,
    },
  };
}

function lostClasses({ target }: Table, counts: Int32Array, kept: Uint32Array, { parents }: NewRows): string[] {
  const left = new Set([kept, parents].flatMap((rows) => Array.from(rows, (row) => target.codes[row]!)));
  return target.classes.filter((_, c) => counts[c]! > 0 && !left.has(c));
}

function provenanceOf(
  table: Table,
  training: Uint32Array,
  kept: Uint32Array,
  added: NewRows,
  firstNewRowId: number,
): ResamplingProvenance {
  const stays = new Set(kept);
  const idOf = (position: number) => table.rowIds[position]!;
  return {
    added: {
      rowIds: Uint32Array.from(added.parents, (_, i) => firstNewRowId + i),
      parents: added.parents.map(idOf),
      neighbors: added.neighbors.map(idOf),
      weights: added.weights,
    },
    removed: training.filter((row) => !stays.has(row)).map(idOf),
  };
}

/** One above the highest row id of a table; 0 for an empty one. */
export const nextRowId = ({ rowIds }: Table) => rowIds.reduce((highest, id) => Math.max(highest, id), -1) + 1;

/** Labelled training positions, ascending. */
function trainingRows(table: Table, rows: ArrayLike<number>): Uint32Array {
  const taken = new Uint8Array(table.rowCount);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!Number.isInteger(row) || row < 0 || row >= table.rowCount || taken[row] === 1) {
      throw new DomainError(
        'shape_mismatch',
        taken[row] === 1
          ? `Row ${row} is among the training rows twice; name each once.`
          : `The training row ${row} is not among the ${table.rowCount} rows of the table; positions count from 0.`,
      );
    }
    taken[row] = 1;
  }
  return Uint32Array.from(taken.keys()).filter((row) => taken[row] === 1 && table.target.codes[row]! >= 0);
}

function checkName(name: ResamplingName, table: Table): void {
  if (!RESAMPLING_NAMES.includes(name)) {
    throw new DomainError(
      'invalid_argument',
      `There is no resampling ${JSON.stringify(name)}; give one of ${RESAMPLING_NAMES.join(', ')}.`,
    );
  }
  const category = table.features.find(({ kind }) => kind === 'category');
  if (name === 'smote' && category) {
    throw new DomainError(
      'invalid_argument',
      `smote cannot go between the categories of column '${category.name}'; resample by smote-nc, which takes the neighbours' commonest.`,
      { column: category.name },
    );
  }
}
