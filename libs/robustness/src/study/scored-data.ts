import type { StudySpec } from '@antidote/contracts';
import { DomainError, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { splitRandom } from './seed-streams.js';
import type { StudyBatch } from './study-batch.js';
import type { StudyEvaluation } from './study-evaluation.js';

/** The rows that one seed trains on and those that it scores on. */
export interface ScoredData {
  /** Positions of the training rows in the table. */
  train: Uint32Array;
  /** Positions of the scored rows in the table; null where they come from a table of their own. */
  scored: Uint32Array | null;
  /** The scored rows with the labels as given, which no model sees. */
  test: Table;
  /** The labels scored on; a class that training lacks has a code of its own and is never predicted. */
  truth: Int32Array;
}

/** @throws DomainError `too_few_rows` when no row can be trained on or scored */
export function scoredData(
  table: Table,
  spec: StudySpec,
  { seedIndex }: StudyBatch,
  { evaluation }: { evaluation: StudyEvaluation | null },
): ScoredData {
  const { codes, classes } = table.target;
  if (evaluation && 'table' in evaluation) {
    const { target } = evaluation.table;
    const known = new Map(classes.map((label, code) => [label, code]));
    const recode = target.classes.map((label, code) => known.get(label) ?? classes.length + code);
    const test = selectRows(evaluation.table, positionsWithLabel(target.codes));
    return enough({
      train: positionsWithLabel(codes),
      scored: null,
      test,
      truth: test.target.codes.map((code) => recode[code]!),
    });
  }
  const clean = evaluation ? evaluation.codes : codes;
  const split = stratifiedSplit(codes, classes.length, spec.testShare, splitRandom(spec.seed, seedIndex));
  const scored = Uint32Array.from(split.test.filter((row) => clean[row]! >= 0));
  return enough({
    train: Uint32Array.from(split.train),
    scored,
    test: selectRows(table, scored),
    truth: Int32Array.from(scored, (row) => clean[row]!),
  });
}

function enough(data: ScoredData): ScoredData {
  if (data.truth.length > 0 && data.train.length > 0) return data;
  throw new DomainError(
    'too_few_rows',
    `a study needs labelled rows to train on and to score; there are ${data.train.length} and ${data.truth.length}`,
  );
}

function positionsWithLabel(codes: Int32Array): Uint32Array {
  return Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
}
