import type { StudyEstimate, StudySpec } from '@antidote/contracts';
import { findLabelIssues } from '@antidote/label-cleaning';
import type { BlobStore } from '@antidote/persistence';
import { emptyLevels, slicesOf, studyAttack } from '@antidote/robustness';
import { DomainError, Random, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { loadTable, type TableBlobs } from '../datasets/load-table.js';

const SPLIT = 13;

/** Of more training rows a part is fitted and attacked, and the time is scaled up: an estimate must not take long itself. */
const MOST_ROWS = 5000;

/**
 * How much work a study is: each model is fitted once on this machine, each attack planned once at its highest level, and
 * the rest is counted. What an attack refuses is refused here, before any work starts.
 *
 * @param sensitive columns whose values no report may tell
 * @throws DomainError what an attack or the split refuses; `column_mismatch` and `invalid_argument` for the column to slice by
 */
export async function estimateStudy(
  blobs: BlobStore,
  { version, spec, sensitive }: { version: TableBlobs; spec: StudySpec; sensitive: readonly string[] },
): Promise<StudyEstimate> {
  const { table } = await loadTable(blobs, version);
  const { codes, classes } = table.target;
  if (classes.length < 2) {
    throw new DomainError('single_class', `Column '${table.target.name}' has one class; a study needs two or more.`);
  }
  if (spec.sliceBy !== undefined) {
    slicesOf(table, spec.sliceBy);
    if (sensitive.includes(spec.sliceBy)) {
      throw new DomainError(
        'invalid_argument',
        `Column "${spec.sliceBy}" is sensitive, and its values would stand in the report; slice by another column.`,
      );
    }
  }
  const random = new Random(spec.seed, SPLIT);
  const { train } = stratifiedSplit(codes, classes.length, spec.testShare, random);
  const training = selectRows(table, train.length > MOST_ROWS ? partOf(table, train, random) : train);
  const scale = nLogN(train.length) / nLogN(training.rowCount);
  const binned = binFeatures(training.features, training.rowCount);
  const fit = spec.models.reduce(
    (sum, model) => sum + secondsOf(() => fitModel(model, binned, training.target.codes, classes, { seed: spec.seed })),
    0,
  );
  const levels = spec.levels.filter((level) => level > 0);
  const highest = Math.max(0, ...levels);
  const attack = spec.attacks.reduce(
    (sum, name) => sum + (highest === 0 ? 0 : secondsOf(() => studyAttack(training, spec, name, highest, spec.seed))),
    0,
  );
  const ways = spec.mitigations?.length ?? 0;
  const detect = ways === 0 ? 0 : secondsOf(() => findLabelIssues(training, { seed: spec.seed }));
  const scenes = (spec.levels.includes(0) ? 1 : 0) + spec.attacks.length * levels.length;
  return {
    fits: spec.seeds * scenes * spec.models.length * (1 + ways),
    seconds: scale * spec.seeds * (scenes * (fit * (1 + ways) + detect) + levels.length * attack),
    trainRows: train.length,
    warnings: emptyLevels(spec, train.length),
  };
}

/** A part of the training rows with the classes' shares. */
function partOf({ target: { codes, classes } }: Table, train: Uint32Array, random: Random): Uint32Array {
  const own = Int32Array.from(train, (row) => codes[row]!);
  const { test } = stratifiedSplit(own, classes.length, MOST_ROWS / train.length, random);
  return test.map((position) => train[position]!);
}

const nLogN = (rows: number) => rows * Math.log2(rows + 1);

function secondsOf(work: () => unknown): number {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
}
