import type { FeatureSet } from '@antidote/contracts';
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
  /** Rows that models are tested on. */
  testHashes: Uint8Array | null;
  /** Rows of the trusted set. */
  trustedHashes: Uint8Array | null;
  /** What models that serve expect. */
  served: readonly FeatureSet[];
  /** Names of columns whose values are not to be shown. */
  sensitive: ReadonlySet<string>;
}

/** What a check found; `skipped` says why it could not look, `note` what it looked at. */
export interface CheckResult {
  findings: Found[];
  skipped?: string;
  note?: string;
}

export type Check = (context: CheckContext) => CheckResult;
