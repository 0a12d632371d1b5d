import type { Certificate } from '@antidote/contracts';
import { certify } from '@antidote/robustness';
import { trainAndTest } from './train-and-test.js';
import { openForTraining, type VersionData } from './version-data.js';

export interface CertifyVersionInput {
  version: VersionData;
  parts?: number | undefined;
  seed: number;
}

/** Certifies a version, scored on its trusted set where it has one, else on rows held out. */
export function certifyVersion({ version, parts, seed }: CertifyVersionInput): Certificate {
  const { train, test } = trainAndTest(openForTraining(version), seed);
  return certify(train, test, { seed, ...(parts !== undefined && { parts }) }).certificate;
}
