import type { Certificate } from '@antidote/contracts';
import { byCodePoint, DomainError, type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '@antidote/training';
import { certifiedRadius } from './certified-radius.js';
import { neighborVotes } from './neighbor-votes.js';
import { partitionVotes } from './partition-votes.js';

export interface CertifyOptions {
  /** Who votes: parts of the training rows, or the nearest training rows. */
  base?: 'trees' | 'neighbors';
  parts?: number;
  neighbors?: number;
  seed: number;
  threads?: number;
}

export interface CertifiedPredictions {
  classes: string[];
  /** Code of each test row's label into `classes`; -1 where it has none. */
  truth: Int32Array;
  predicted: Int32Array;
  /** Poisoned labels that no test row's prediction can be changed by, each for itself. */
  radius: Int32Array;
  /** Row-major, test rows x voters: class codes. */
  votes: Int32Array;
  voters: number;
  certificate: Certificate;
}

/** Radii at which certified accuracy is told, beside every radius up to the largest in `curve`. */
const TOLD = [0, 1, 5, 10];

/**
 * What no poisoner with so many changed labels can take away: the share of test rows predicted rightly whose prediction
 * provably stays. With trees it covers changed labels, added and removed rows at 1 each and changed rows at 2; with
 * neighbours changed labels alone.
 *
 * @throws DomainError `column_mismatch` when the test rows lack a column, `single_class`, `too_few_rows`,
 *   `parameter_out_of_range`
 */
export function certify(table: Table, test: Table, options: CertifyOptions): CertifiedPredictions {
  const { classes, rows } = commonClasses(table, test);
  if (new Set(rows.train.target.codes).size < 2) {
    throw new DomainError('single_class', 'The training rows hold a single class; a certificate needs two or more.');
  }
  const truth = rows.test.target.codes;
  if (!truth.some((code) => code >= 0)) {
    throw new DomainError('target_missing', 'No test row has a label; a certificate is scored on labelled rows.');
  }
  const { base = 'trees' } = options;
  const ballots = base === 'trees' ? fromParts(rows, options) : fromNeighbors(rows, options);
  const { predicted, radius } = certifiedRadius(ballots.counts, classes.length);
  const forest = fitModel(
    'random-forest',
    binFeatures(rows.train.features, rows.train.rowCount),
    rows.train.target.codes,
    classes,
    { seed: options.seed, threads: options.threads },
  );
  const forestSays = predictLabels(forest, rows.test.features, rows.test.rowCount);
  const largest = radius.reduce((most, r) => Math.max(most, r), 0);
  const radii = [...new Set([...TOLD, ...Array.from({ length: largest + 1 }, (_, r) => r)])].sort((a, b) => a - b);
  const curve = radii.map((r) => ({
    r,
    ...shareOf(truth, (row) => predicted[row] === truth[row] && radius[row]! >= r),
  }));
  return {
    classes,
    truth,
    predicted,
    radius,
    votes: ballots.votes,
    voters: ballots.voters,
    certificate: {
      base,
      voters: ballots.voters,
      covers: base === 'trees' ? 'labels-and-rows' : 'labels',
      trainRows: rows.train.target.codes.filter((code) => code >= 0).length,
      testRows: truth.filter((code) => code >= 0).length,
      curve,
      forest: shareOf(truth, (row) => forestSays[row] === truth[row]),
    },
  };
}

interface Ballots {
  /** Row-major, test rows x classes. */
  counts: Float64Array;
  votes: Int32Array;
  voters: number;
}

interface Rows {
  train: Table;
  test: Table;
}

function fromParts({ train, test }: Rows, { parts, seed }: CertifyOptions): Ballots {
  const voted = partitionVotes(train, test, { parts, seed });
  const classCount = train.target.classes.length;
  const counts = new Float64Array(test.rowCount * classCount);
  for (let row = 0; row < test.rowCount; row++) {
    for (let part = 0; part < voted.parts; part++) counts[row * classCount + voted.votes[row * voted.parts + part]!]!++;
  }
  return { counts, votes: voted.votes, voters: voted.parts };
}

/** Neighbours' votes, those for one class beside each other; a shared vote goes to the class with the largest share. */
function fromNeighbors({ train, test }: Rows, { neighbors }: CertifyOptions): Ballots {
  const counts = neighborVotes(train, test, neighbors);
  const classCount = train.target.classes.length;
  const voters = Math.round(counts.subarray(0, classCount).reduce((sum, count) => sum + count, 0));
  const votes = new Int32Array(test.rowCount * voters);
  for (let row = 0; row < test.rowCount; row++) {
    const own = counts.subarray(row * classCount, (row + 1) * classCount);
    const whole = own.map(Math.floor);
    let left = voters - whole.reduce((sum, count) => sum + count, 0);
    const byRest = [...own.keys()].sort((a, b) => own[b]! - whole[b]! - (own[a]! - whole[a]!) || a - b);
    for (const code of byRest) if (left-- > 0) whole[code]!++;
    let at = row * voters;
    whole.forEach((count, code) => {
      votes.fill(code, at, at + count);
      at += count;
    });
  }
  return { counts, votes, voters };
}

/** Both tables with one list of classes, in code point order. */
function commonClasses(train: Table, test: Table): { classes: string[]; rows: Rows } {
  const classes = [...new Set([...train.target.classes, ...test.target.classes])].sort(byCodePoint);
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const recoded = (table: Table): Table => ({
    ...table,
    target: {
      ...table.target,
      classes,
      codes: table.target.codes.map((code) => (code < 0 ? -1 : codeOf.get(table.target.classes[code]!)!)),
    },
  });
  return { classes, rows: { train: recoded(train), test: recoded(test) } };
}

/** Share of the labelled rows that hold, in [0, 1], and the mean of the classes' shares. */
function shareOf(truth: Int32Array, holds: (row: number) => boolean): { accuracy: number; balancedAccuracy: number } {
  const byClass = new Map<number, { rows: number; held: number }>();
  truth.forEach((code, row) => {
    if (code < 0) return;
    const each = byClass.get(code) ?? { rows: 0, held: 0 };
    each.rows++;
    if (holds(row)) each.held++;
    byClass.set(code, each);
  });
  const counts = [...byClass.values()];
  return {
    accuracy: counts.reduce((sum, { held }) => sum + held, 0) / counts.reduce((sum, { rows }) => sum + rows, 0),
    balancedAccuracy: counts.reduce((sum, { held, rows }) => sum + held / rows, 0) / counts.length,
  };
}
