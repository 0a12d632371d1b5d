import { ValidationReport } from '@antidote/contracts';
import type { BlobStore } from '@antidote/persistence';

/**
 * A report of validation as it is stored; null for one that was forgotten.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function readReport(
  blobs: Pick<BlobStore, 'get'>,
  reportBlob: string | null,
): Promise<ValidationReport | null> {
  if (reportBlob === null) return null;
  return ValidationReport.parse(JSON.parse(Buffer.from(await blobs.get(reportBlob)).toString('utf8')));
}
