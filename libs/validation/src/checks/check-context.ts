import type { Table } from '@antidote/tabular';
import type { Found } from '../rows/finding.js';

/** What checks look at. */
export interface CheckContext {
  table: Table;
  /** Row hashes of the table, `featureHashes`. */
  hashes: Uint8Array;
  /** At most 20,000 rows of the table, for what statistics need no more for. */
  sample: Table;
  seed: number;
  previous: Table | null;
  /** Rows that models are tested on: a test file or the trusted set. */
  testHashes: Uint8Array | null;
}

/** What a check found; `skipped` says why it could not look, `note` what it looked at. */
export interface CheckResult {
  findings: Found[];
  skipped?: string;
  note?: string;
}

export type Check = (context: CheckContext) => CheckResult;
