import type { ReviewItem, ReviewItemDetail, ReviewRow } from '@antidote/contracts';
import { explainRow } from '@antidote/label-cleaning';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { cellText, labelText } from '@antidote/tabular';
import { type OpenVersion, openVersion } from '../compute/version-data.js';
import { loadVersion } from '../load-version.js';
import { decodeLabelIssues } from './label-issues-blob.js';

/** What explains the items of one review: its version, parsed, and the scores that opened it. */
interface ReviewEvidence {
  opened: OpenVersion;
  predProbs: Float64Array;
}

/** The review looked at last: a reviewer takes its items one after the other, and its evidence never changes. */
let latest: { reviewId: string; evidence: Promise<ReviewEvidence> } | null = null;

/**
 * An item with everything that the review page shows beside the row.
 * @throws DomainError `not_found`, `digest_mismatch`
 */
export async function reviewItemDetail(
  repositories: Pick<Repositories, 'reviews' | 'versions'>,
  blobs: BlobStore,
  reviewId: string,
  itemId: string,
): Promise<ReviewItemDetail> {
  const item = await repositories.reviews.item(reviewId, itemId);
  if (latest?.reviewId !== reviewId) {
    const evidence = loadEvidence(repositories, blobs, reviewId);
    const kept = { reviewId, evidence };
    latest = kept;
    evidence.catch(() => {
      if (latest === kept) latest = null;
    });
  }
  return explainItem(await latest.evidence, item);
}

async function loadEvidence(
  repositories: Pick<Repositories, 'reviews' | 'versions'>,
  blobs: BlobStore,
  reviewId: string,
): Promise<ReviewEvidence> {
  const { versionId } = await repositories.reviews.get(reviewId);
  const [{ data }, issues] = await Promise.all([
    loadVersion(repositories, blobs, versionId),
    repositories.reviews.issuesBlob(reviewId).then((blob) => blobs.get(blob)),
  ]);
  return { opened: openVersion(data), predProbs: decodeLabelIssues(issues).predProbs };
}

function explainItem({ opened, predProbs }: ReviewEvidence, item: ReviewItem): ReviewItemDetail {
  const { table } = opened;
  const textsOf = (position: number) => table.features.map((column) => cellText(column, position));
  const shown = (position: number): ReviewRow => ({
    row: table.rowIds[position]!,
    label: labelText(table, position),
    values: textsOf(position),
  });
  const position = table.rowIds.indexOf(item.row);
  const { columns, nearestSame, nearestOther, reasons, scatter } = explainRow(table, { predProbs }, position);
  const values = textsOf(position);
  return {
    ...item,
    columns: columns.map((column, index) => ({ ...column, value: values[index]! })),
    nearestSame: nearestSame.map(shown),
    nearestOther: nearestOther.map(shown),
    reasons,
    scatter,
  };
}
