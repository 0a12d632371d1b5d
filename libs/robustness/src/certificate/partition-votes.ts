import { featureHashes, hashAt } from '@antidote/data-versioning';
import { DomainError, selectRows, type FeatureColumn, type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '@antidote/training';

/** Rows a part, where the number of parts is left to us: fewer votes hold more, more rows vote better. */
const ROWS_A_PART = 20;
const FEWEST_PARTS = 3;
export const MOST_PARTS = 250;

/** Randomised trees that vote as one in a part. */
const TREES = 15;

export interface PartitionOptions {
  /** From 3 to 250; by the number of rows unless given. */
  parts?: number;
  seed: number;
}

export interface PartitionVotes {
  parts: number;
  /** Row-major, test rows x parts: the class code that each part votes for. */
  votes: Int32Array;
  classes: string[];
}

/**
 * Splits the training rows into parts by a hash of their features alone, trains a few randomised trees on each, and has
 * every part vote on every test row. One changed label, one row more or one row less reaches one part; one row whose features
 * change reaches two. Everything that is learnt, bins and categories included, is learnt inside of a part, and neither the
 * order of the rows nor any row of another part has a say in it. Types of columns are taken as given.
 *
 * A part without rows votes for the class that sorts first.
 *
 * @param table training rows; those without a label are left out
 * @param test features to vote on
 * @throws DomainError `parameter_out_of_range` for the parts, `too_few_rows` for fewer rows than parts
 * @see Levine & Feizi, Deep Partition Aggregation (ICLR 2021)
 */
export function partitionVotes(table: Table, test: Table, { parts: wanted, seed }: PartitionOptions): PartitionVotes {
  const { codes, classes } = table.target;
  const labelled = Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  const parts = wanted ?? defaultParts(labelled.length);
  if (!Number.isInteger(parts) || parts < FEWEST_PARTS || parts > MOST_PARTS) {
    throw new DomainError(
      'parameter_out_of_range',
      `There are to be ${parts} parts; give a whole number from ${FEWEST_PARTS} to ${MOST_PARTS}.`,
      { parts },
    );
  }
  if (labelled.length < parts) {
    throw new DomainError(
      'too_few_rows',
      `${labelled.length} labelled rows cannot fill ${parts} parts; give at most ${labelled.length}.`,
      { rows: labelled.length, parts },
    );
  }
  const votes = new Int32Array(test.rowCount * parts);
  rowsByPart(table, labelled, parts).forEach((rows, part) => {
    if (rows.length === 0) return;
    const voted = voteOf(ofItsOwn(selectRows(table, rows)), test, partSeed(seed, part));
    for (let row = 0; row < test.rowCount; row++) votes[row * parts + part] = voted[row]!;
  });
  return { parts, votes, classes };
}

const defaultParts = (rows: number) => Math.min(MOST_PARTS, Math.max(FEWEST_PARTS, Math.round(rows / ROWS_A_PART)));

const partSeed = (seed: number, part: number) => (seed % 2 ** 40) * 1024 + part;

/** Positions of each part's rows, ordered by what the rows hold and not by where they stand. */
function rowsByPart(table: Table, labelled: Uint32Array, parts: number): number[][] {
  const hashes = featureHashes(table);
  const keyed = Array.from(labelled, (row) => ({ row, hash: hashAt(hashes, row), code: table.target.codes[row]! }));
  keyed.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.code - b.code));
  const byPart: number[][] = Array.from({ length: parts }, () => []);
  for (const { row, hash } of keyed) byPart[Number(BigInt(`0x${hash.slice(0, 16)}`) % BigInt(parts))]!.push(row);
  return byPart;
}

/** The table with the categories that its own rows bear: no row elsewhere may have a say in the codes. */
function ofItsOwn(table: Table): Table {
  const features = table.features.map((column): FeatureColumn => {
    if (column.kind === 'numeric') return column;
    const used = [...new Set(column.codes)].filter((code) => code >= 0).sort((a, b) => a - b);
    const recode = new Map(used.map((code, index) => [code, index]));
    return {
      ...column,
      codes: column.codes.map((code) => (code < 0 ? -1 : recode.get(code)!)),
      categories: used.map((code) => column.categories[code]!),
    };
  });
  return { ...table, features };
}

function voteOf({ features, rowCount, target: { codes, classes } }: Table, test: Table, seed: number): Int32Array {
  if (codes.every((code) => code === codes[0])) return new Int32Array(test.rowCount).fill(codes[0]!);
  const model = fitModel('extra-trees', binFeatures(features, rowCount), codes, classes, {
    seed,
    parameters: { nEstimators: TREES },
  });
  return predictLabels(model, test.features, test.rowCount);
}
