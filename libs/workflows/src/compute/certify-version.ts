import type { Certificate } from '@antidote/contracts';
import { certify } from '@antidote/robustness';
import { Random, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { openForTraining, type VersionData } from './version-data.js';

export interface CertifyVersionInput {
  version: VersionData;
  parts?: number | undefined;
  seed: number;
}

const SPLIT = 12;
const TEST_SHARE = 0.3;

/** Certifies a version: on its trusted set where it has one, else on rows held out, with the labels as they are. */
export function certifyVersion({ version, parts, seed }: CertifyVersionInput): Certificate {
  const { table, trusted } = openForTraining(version);
  const [training, test] = trusted ? [table, trusted] : heldOut(table, seed);
  return certify(training, test, { seed, ...(parts !== undefined && { parts }) }).certificate;
}

function heldOut(table: Table, seed: number): [Table, Table] {
  const { codes, classes } = table.target;
  const { train, test } = stratifiedSplit(codes, classes.length, TEST_SHARE, new Random(seed, SPLIT));
  return [selectRows(table, train), selectRows(table, test)];
}
