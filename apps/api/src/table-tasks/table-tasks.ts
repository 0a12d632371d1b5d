import { openBlobStore, type BlobStore } from '@antidote/persistence';
import {
  contextColumns,
  diffVersions,
  digestOfVersion,
  drawRows,
  estimateStudy,
  exportVersion,
  findEqualRows,
  previewAttack,
  proveVersionRow,
  readFeatureSet,
  rewriteLineage,
  rowsToLabel,
  scrubBlobs,
  sealedBytes,
} from '@antidote/workflows';
import { ingest } from './ingest.js';

/** Opens the blob store at its address in the thread that does the task. */
const overBlobs =
  <I, O>(task: (blobs: BlobStore, input: I) => Promise<O>) =>
  async ({ blobs, ...input }: I & { blobs: string }): Promise<O> =>
    task(await openBlobStore(blobs), input as I);

/** What the API does with whole tables, each from plain data to plain data, so that it can run in a thread of its own. */
export const TABLE_TASKS = {
  ingest,
  contextColumns: overBlobs(contextColumns),
  diff: overBlobs(diffVersions),
  digest: overBlobs(digestOfVersion),
  proveRow: overBlobs(proveVersionRow),
  exportCsv: overBlobs(exportVersion),
  scrub: overBlobs(scrubBlobs),
  previewAttack: overBlobs(previewAttack),
  estimateStudy: overBlobs(estimateStudy),
  drawTrustedRows: overBlobs(drawRows),
  rowsToLabel: overBlobs(rowsToLabel),
  sealTrustedSet: overBlobs(sealedBytes),
  readFeatureSet: overBlobs(readFeatureSet),
  findEqualRows: overBlobs(findEqualRows),
  rewriteLineage: async (input: Parameters<typeof rewriteLineage>[0]) => rewriteLineage(input),
};

export type TableTaskName = keyof typeof TABLE_TASKS;
export type TableTaskInput<N extends TableTaskName> = Parameters<(typeof TABLE_TASKS)[N]>[0];
export type TableTaskOutput<N extends TableTaskName> = Awaited<ReturnType<(typeof TABLE_TASKS)[N]>>;

/**
 * Does a task somewhere.
 *
 * @param bytes how much there is to read, which its deadline is measured by
 * @throws DomainError whatever the task throws, and `limit_exceeded` when it takes too long or too much memory
 */
export type RunTableTask = <N extends TableTaskName>(
  name: N,
  input: TableTaskInput<N>,
  bytes: number,
) => Promise<TableTaskOutput<N>>;

/** Does the task in the thread that asks. */
export const runHere = (async (name: TableTaskName, input: never) =>
  TABLE_TASKS[name](input)) as unknown as RunTableTask;
