import type { Expectations, FeatureSet, ValidationReport } from '@antidote/contracts';
import { validateTable } from '@antidote/validation';
import { openVersion, type VersionData } from './version-data.js';

export interface ValidateVersionInput {
  version: VersionData;
  /** The version registered before it. */
  previous: VersionData | null;
  /** Row hashes of the sealed trusted set, hex. */
  trustedHashes: string[];
  expectations: Expectations | null;
  /** What models that serve expect. */
  served: FeatureSet[];
  /** Names of columns whose values are not to be told. */
  sensitive: string[];
  seed: number;
  /** Milliseconds since 1970, which freshness is measured from. */
  now: number;
}

/** What is wrong with a version. @throws DomainError `invalid_argument` for a pattern that RE2 does not take */
export function validateVersion(input: ValidateVersionInput): ValidationReport {
  const { version, previous, trustedHashes, expectations, served, sensitive, seed, now } = input;
  return validateTable(openVersion(version).table, {
    seed,
    now,
    served,
    sensitive,
    ...(expectations && { expectations }),
    previous: previous && openVersion(previous).table,
    trustedHashes: trustedHashes.length > 0 ? Buffer.from(trustedHashes.join(''), 'hex') : null,
  });
}
