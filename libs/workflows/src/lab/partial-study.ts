import type { StudyReport, StudySpec, Version } from '@antidote/contracts';
import { reduceStudy, type BatchResult } from '@antidote/robustness';
import { studiedDataset } from '../studied-dataset.js';

/**
 * The report of a study as far as it is: of the seeds that are in, whichever they are. Each was drawn apart from the
 * others, so that the ones that happen to be done first speak for all, only less surely.
 *
 * @param results at least one
 */
export function partialStudy(version: Version, spec: StudySpec, results: readonly BatchResult[]): StudyReport {
  const renumbered = results.map((result, index) => ({ ...result, index }));
  return reduceStudy(studiedDataset(version), { ...spec, seeds: results.length }, renumbered, version.warnings);
}
