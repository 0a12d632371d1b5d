import type { AttackName, StudySpec } from '@antidote/contracts';
import { DomainError, selectRows, type Table } from '@antidote/tabular';
import { planStudy } from './plan-study.js';
import { scoredData } from './scored-data.js';
import { poisonSeed } from './seed-streams.js';
import { slicesOf, type Slices } from './slices.js';
import { studyAttack } from './study-attack.js';
import type { StudyEvaluation } from './study-evaluation.js';
import { binFeatures, checkParameters, type BinnedFeatures } from '@antidote/training';

/** What all batches of a study share. */
export interface PreparedStudy {
  binned: BinnedFeatures;
  evaluation: StudyEvaluation | null;
  /** Null where results are not told by groups of rows. */
  slices: Slices | null;
  /** Threads of each fit; results do not depend on it. */
  threads: number;
}

/** Attacks that change labels of any rows: they fail for no budget, and planning them costs a forest. */
const FITS_ALWAYS = new Set<AttackName>(['uniform', 'most-confident', 'boundary', 'greedy']);

/**
 * Tries each attack once at its highest level on the first split, so that what cannot be done is refused before any work
 * starts.
 */
function tryAttacks(table: Table, spec: StudySpec, evaluation: StudyEvaluation | null): void {
  const wary = spec.attacks.filter((attack) => !FITS_ALWAYS.has(attack));
  const level = Math.max(...spec.levels);
  if (wary.length === 0 || level === 0) return;
  const training = selectRows(table, scoredData(table, spec, planStudy(spec)[0]!, { evaluation }).train);
  for (const attack of wary) studyAttack(training, spec, attack, level, poisonSeed(spec.seed, 0));
}

/**
 * Bins the features once for all fits. Bins know the feature values of held-out rows, never a label.
 * @throws DomainError `shape_mismatch`, `single_class`, `unknown_model`, `column_mismatch` for slices; what an attack refuses, naming it and the level
 */
export function prepareStudy(
  table: Table,
  spec: StudySpec,
  evaluation: StudyEvaluation | null = null,
  { threads = 1 }: { threads?: number } = {},
): PreparedStudy {
  for (const model of spec.models) checkParameters(model);
  if (table.target.classes.length < 2) {
    throw new DomainError(
      'single_class',
      `column '${table.target.name}' has a single class; a study needs two or more`,
    );
  }
  if (evaluation?.labelsUsed === 'manifest' && evaluation.codes.length !== table.rowCount) {
    throw new DomainError(
      'shape_mismatch',
      `there are ${evaluation.codes.length} original labels for ${table.rowCount} rows; give one a row`,
    );
  }
  const slices = spec.sliceBy === undefined ? null : slicesOf(table, spec.sliceBy);
  tryAttacks(table, spec, evaluation);
  return { binned: binFeatures(table.features, table.rowCount), evaluation, slices, threads };
}
