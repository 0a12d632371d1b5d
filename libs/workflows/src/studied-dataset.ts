import type { StudyReport, Version } from '@antidote/contracts';

/** What a report of a study says of the version studied. */
export function studiedDataset(version: Version): StudyReport['dataset'] {
  return {
    name: version.dataset,
    sha256: version.digest,
    rows: version.rows,
    features: version.features,
    classes: version.classes.map(({ label }) => label),
    target: version.target,
  };
}
