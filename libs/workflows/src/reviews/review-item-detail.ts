import type { ReviewItem, ReviewItemDetail, ReviewRow } from '@antidote/contracts';
import { explainRow } from '@antidote/label-cleaning';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { cellText, hideColumns, labelText, type Table } from '@antidote/tabular';
import { type OpenVersion, openVersion } from '../compute/version-data.js';
import { loadVersion } from '../load-version.js';
import { decodeLabelIssues } from './label-issues-blob.js';

/** What explains the items of one review: its version, parsed, and the scores that opened it. */
interface ReviewEvidence {
  opened: OpenVersion;
  /** The table as people may see it. */
  shown: Table;
  predProbs: Float64Array;
}

/** What was looked at last: a reviewer takes a review's items one after the other. */
let latest: { key: string; evidence: Promise<ReviewEvidence> } | null = null;

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
  const { versionId } = await repositories.reviews.get(reviewId);
  const { sensitive } = await repositories.versions.get(versionId);
  // The evidence of a review never changes, but columns may become sensitive.
  const key = JSON.stringify([reviewId, sensitive]);
  if (latest?.key !== key) {
    const evidence = loadEvidence(repositories, blobs, reviewId);
    const kept = { key, evidence };
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
  const [{ version, data }, issues] = await Promise.all([
    loadVersion(repositories, blobs, versionId),
    repositories.reviews.issuesBlob(reviewId).then((blob) => blobs.get(blob)),
  ]);
  const opened = openVersion(data);
  return {
    opened,
    shown: hideColumns(opened.table, version.sensitive),
    predProbs: decodeLabelIssues(issues).predProbs,
  };
}

function explainItem({ opened, shown, predProbs }: ReviewEvidence, item: ReviewItem): ReviewItemDetail {
  const { table } = opened;
  const hidden = new Set(shown.features.filter((column, index) => column !== table.features[index]).map(nameOf));
  const textsOf = (position: number) => shown.features.map((column) => cellText(column, position));
  const rowAt = (position: number): ReviewRow => ({
    row: table.rowIds[position]!,
    label: labelText(table, position),
    values: textsOf(position),
  });
  const position = table.rowIds.indexOf(item.row);
  const { columns, nearestSame, nearestOther, reasons, scatter } = explainRow(table, { predProbs }, position);
  const values = textsOf(position);
  return {
    ...item,
    columns: columns.map((column, index) => {
      const value = values[index]!;
      if (!hidden.has(column.name)) return { ...column, value };
      const byClass = column.byClass.map((one) => ({ ...one, quantiles: null, share: null }));
      return { ...column, value, unusual: false, byClass };
    }),
    nearestSame: nearestSame.map(rowAt),
    nearestOther: nearestOther.map(rowAt),
    reasons,
    scatter: scatter && (hidden.has(scatter.x) || hidden.has(scatter.y)) ? null : scatter,
  };
}

const nameOf = ({ name }: { name: string }) => name;
