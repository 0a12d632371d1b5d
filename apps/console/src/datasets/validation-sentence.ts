import type { VersionValidation } from '@antidote/contracts';
import { counted } from '../ui/format.js';

/** What validation says of a version, in one sentence. */
export function validationSentence(found: VersionValidation, versionId: string): string {
  const { state, validation, quarantined, verdictOf } = found;
  if (quarantined && verdictOf !== null && verdictOf !== versionId) {
    return 'In quarantine, as the version it was made from is: accept or mend that one first.';
  }
  if (validation === null) {
    switch (state) {
      case 'pending':
        return 'Being validated.';
      case 'failed':
        return 'Validation failed; validate again.';
      default:
        return 'Nobody has validated it yet.';
    }
  }
  if (quarantined) return 'In quarantine: something blocks it, so nothing trains on it until a person accepts it.';
  if (validation.verdict === 'block') return 'Something blocks it, and a person accepted that.';
  const findings = validation.report?.findings.length ?? 0;
  if (findings === 0)
    return validation.report === null ? 'Validated before values were erased; validate again.' : 'Nothing stands out.';
  return validation.verdict === 'warn'
    ? `${counted(findings, 'finding')}; none of them blocks it.`
    : `${counted(findings, 'finding')}, good to know.`;
}
