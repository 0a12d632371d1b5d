import { DomainError, type Random, type Table } from '@antidote/tabular';
import { nearestNeighbors, type NearestNeighbors } from './nearest-neighbors.js';
import { pointSet, type ColumnScale, type Scaling } from './point-set.js';
import type { NewRows } from './resampled.js';

export interface SmoteOptions {
  kNeighbors: number;
  scales: (ColumnScale | null)[];
  scaling: Scaling;
  random: Random;
  warn(message: string): void;
}

/**
 * Synthetic rows of each class up to its target: a row drawn from the class, moved towards one of its k nearest
 * neighbours of the same class by a uniform share of the way. A category is the commonest among these neighbours; of
 * equally common ones that of the nearest. A class with at most k rows uses all its others as neighbours.
 *
 * @param rowsOf positions of the rows of each class
 * @throws DomainError `too_few_rows` for a class that has to grow from one row
 * @see Chawla, Bowyer, Hall & Kegelmeyer, SMOTE (JAIR 16, 2002); 6.1 for SMOTE-NC
 */
export function smote(table: Table, rowsOf: Uint32Array[], targets: Int32Array, options: SmoteOptions): NewRows {
  const grown = rowsOf.map((rows, c) => {
    const wanted = targets[c]! - rows.length;
    return wanted > 0 ? growClass(table, rows, wanted, table.target.classes[c]!, options) : [];
  });
  const drawn = grown.flat();
  const rows: NewRows = {
    parents: Uint32Array.from(drawn, ({ parent }) => parent),
    neighbors: Uint32Array.from(drawn, ({ neighbor }) => neighbor),
    weights: Float64Array.from(drawn, ({ weight }) => weight),
  };
  const categories = new Map<number, Int32Array>();
  table.features.forEach((column, index) => {
    if (column.kind !== 'category') return;
    categories.set(
      index,
      Int32Array.from(drawn, ({ around }) => commonest(around, column.codes)),
    );
  });
  return { ...rows, categories };
}

interface Draw {
  parent: number;
  neighbor: number;
  weight: number;
  /** Positions of the parent's neighbours, nearest first. */
  around: Uint32Array;
}

function growClass(table: Table, rows: Uint32Array, wanted: number, className: string, options: SmoteOptions): Draw[] {
  if (rows.length < 2) {
    throw new DomainError(
      'too_few_rows',
      `Class ${JSON.stringify(className)} has 1 training row and no neighbour to go to; resample by random-over, or add rows.`,
      { class: className, rows: rows.length },
    );
  }
  const k = Math.min(options.kNeighbors, rows.length - 1);
  if (k < options.kNeighbors) {
    options.warn(
      `Class ${JSON.stringify(className)} has ${rows.length} training rows: each has ${k} of the ${options.kNeighbors} neighbours asked for.`,
    );
  }
  const found = nearestNeighbors(pointSet(table, rows, options.scales, options.scaling), k);
  const around: Uint32Array[] = [];
  return Array.from({ length: wanted }, () => {
    const pair = options.random.below(rows.length * k);
    const point = Math.floor(pair / k);
    const neighbors = (around[point] ??= neighborsOf(rows, found, point));
    return {
      parent: rows[point]!,
      neighbor: neighbors[pair % k]!,
      weight: options.random.uniform(),
      around: neighbors,
    };
  });
}

const neighborsOf = (rows: Uint32Array, { k, index }: NearestNeighbors, point: number) =>
  Uint32Array.from(index.subarray(point * k, (point + 1) * k), (neighbor) => rows[neighbor]!);

function commonest(around: Uint32Array, codes: Int32Array): number {
  let best = -1;
  let most = 0;
  for (const row of around) {
    let count = 0;
    for (const other of around) if (codes[other] === codes[row]) count++;
    if (count > most) {
      most = count;
      best = codes[row]!;
    }
  }
  return best;
}
