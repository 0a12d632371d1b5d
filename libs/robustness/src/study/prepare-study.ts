import type { LabelsUsed, StudySpec } from '@antidote/contracts';
import { DomainError, type Table } from '@antidote/tabular';
import { binFeatures, checkParameters, type BinnedFeatures } from '@antidote/training';

/**
 * What to score on: the table's own labels where nothing is given, the original labels of a poisoned version, or a
 * test table of its own, which nothing is held out for.
 */
export type StudyEvaluation =
  | {
      labelsUsed: Extract<LabelsUsed, 'manifest'>;
      /** Original labels, one a row of the table, as codes into its classes; -1 is missing. */
      codes: Int32Array;
    }
  | { labelsUsed: Extract<LabelsUsed, 'test-file' | 'trusted'>; table: Table };

/** What all batches of a study share. */
export interface PreparedStudy {
  binned: BinnedFeatures;
  evaluation: StudyEvaluation | null;
  /** Threads of each fit; results do not depend on it. */
  threads: number;
}

/**
 * Bins the features once for all fits. Bins know the feature values of held-out rows, never a label.
 * @throws DomainError `shape_mismatch`, `single_class`, `unknown_model`
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
  return { binned: binFeatures(table.features, table.rowCount), evaluation, threads };
}
