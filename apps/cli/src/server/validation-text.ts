import type { VersionValidation } from '@antidote/contracts';
import { findingsText } from '../files/findings-text.js';

/** What validation says of a version of the server, and whether it may be used. */
export function validationText({ versionId, validation, quarantined, verdictOf }: VersionValidation): string {
  if (validation === null) return `version ${versionId} was not validated\n`;
  const { report, acknowledgement, verdict } = validation;
  const found =
    report === null ? `${verdict}: the report was forgotten with values that were erased\n` : findingsText(report);
  const word = acknowledgement
    ? `acknowledged by ${acknowledgement.by} at ${acknowledgement.at}: ${acknowledgement.reason}\n`
    : '';
  const closed = quarantined
    ? `in quarantine: nothing is trained on it until it is acknowledged (antidote data acknowledge ${verdictOf} --reason TEXT)\n`
    : '';
  return found + word + closed;
}
