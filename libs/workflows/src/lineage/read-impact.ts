import type { Impact, ImpactSubject, Version } from '@antidote/contracts';
import { aliasWindows, impactOf, type AffectedVersions } from '@antidote/data-versioning';
import type { BlobStore, Repositories } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { loadPatch } from '../load-version.js';

/** Beyond this the answer says that it is not complete. */
const MOST_NODES = 50_000;

export type ImpactPorts = Pick<Repositories, 'versions' | 'lineage' | 'promotions' | 'datasets'>;

/**
 * Everything that a bad version, source or row has touched, with the aliases that affected models held and when. Read
 * from rows and patches alone: no table is parsed.
 *
 * @throws DomainError `not_found` for a version, dataset, source or row that there is none of
 */
export async function readImpact(ports: ImpactPorts, blobs: BlobStore, subject: ImpactSubject): Promise<Impact> {
  const affected = await affectedVersions(ports, blobs, subject);
  const graph = await ports.lineage.downstream([...affected.keys()], MOST_NODES);
  const models = graph.nodes.filter(({ type }) => type === 'model').map(({ id }) => id);
  const windows = aliasWindows(await ports.promotions.onAliasesOf(models));
  const limits = graph.truncated
    ? [`More than ${MOST_NODES} things lie downstream; what is beyond them is not listed.`]
    : [];
  return impactOf(subject, graph, affected, windows, limits);
}

async function affectedVersions(
  ports: ImpactPorts,
  blobs: BlobStore,
  subject: ImpactSubject,
): Promise<AffectedVersions> {
  switch (subject.type) {
    case 'version':
      return versionsFrom(ports, subject.versionId);
    case 'source':
      return versionsWithSource(ports, subject.dataset, subject.source);
    case 'row':
      return versionsWithRow(ports, blobs, subject.versionId, subject.row);
  }
}

async function versionsFrom({ versions, lineage }: ImpactPorts, versionId: string): Promise<AffectedVersions> {
  await versions.get(versionId);
  const derived = await lineage.descendants(versionId);
  return new Map(derived.map(({ id, rows }) => [id, { rows, foundBy: 'lineage' }]));
}

async function versionsWithSource(
  { lineage, datasets }: ImpactPorts,
  dataset: string,
  source: string,
): Promise<AffectedVersions> {
  await datasets.get(dataset);
  const held = await lineage.versionsWithSource(dataset, source);
  if (held.length === 0) {
    throw new DomainError('not_found', `no version of ${dataset} has rows of the source ${JSON.stringify(source)}`);
  }
  return new Map(held.map(({ versionId, rows }) => [versionId, { rows, foundBy: 'lineage' }]));
}

/** Row ids mean the same row in all versions of one registered file. */
async function versionsWithRow(
  { versions, lineage }: ImpactPorts,
  blobs: BlobStore,
  versionId: string,
  row: number,
): Promise<AffectedVersions> {
  const original = (await versions.lineage(versionId)).at(-1)!;
  const affected = new Map<string, { rows: number; foundBy: 'lineage' }>();
  for (const { id } of await lineage.descendants(original.id)) {
    if (await holdsRow(versions, blobs, original, id, row)) affected.set(id, { rows: 1, foundBy: 'lineage' });
  }
  if (!affected.has(versionId)) throw new DomainError('not_found', `version ${versionId} has no row ${row}`);
  return affected;
}

async function holdsRow(
  versions: ImpactPorts['versions'],
  blobs: BlobStore,
  original: Version,
  versionId: string,
  row: number,
): Promise<boolean> {
  const { patchBlob } = await versions.storage(versionId);
  const patch = await loadPatch(blobs, patchBlob);
  if (patch.drop.includes(row)) return false;
  return row < original.rows || patch.add.some((added) => added.row === row);
}
