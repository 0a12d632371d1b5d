import type { LabelsUsed } from '@antidote/contracts';
import type { Table } from '@antidote/tabular';

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
