import type { Impact, ImpactSubject, RecallSubject, Version } from '@antidote/contracts';
import { aliasWindows, impactOf, type AffectedVersions } from '@antidote/data-versioning';
import type { BlobStore, OtherOriginal, Repositories } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { loadPatch } from '../load-version.js';
import type { EqualRows } from './find-equal-rows.js';

/** Beyond this the answer says that it is not complete. */
const MOST_NODES = 50_000;
/** Of other registered files that a row is looked for in, the newest first. */
const MOST_SEARCHED_ROWS = 20_000_000;

export type ImpactPorts = Pick<Repositories, 'versions' | 'lineage' | 'promotions' | 'datasets'>;

/**
 * Everything that a bad version, source or row has touched, with the aliases that affected models held and when. Read
 * from rows and patches alone, but for a row, which `findEqualRows` looks for in other registered files.
 *
 * @throws DomainError `not_found` for a version, dataset, source or row that there is none of
 */
export async function readImpact(
  ports: ImpactPorts,
  blobs: BlobStore,
  subject: ImpactSubject,
  findEqualRows: FindEqualRows,
): Promise<Impact> {
  if (subject.type !== 'row') return readRecallImpact(ports, subject);
  const { affected, limits } = await versionsWithRow(ports, blobs, subject, findEqualRows);
  return impactFrom(ports, subject, affected, limits);
}

/** What a bad version or source has touched. @throws DomainError `not_found` */
export async function readRecallImpact(ports: ImpactPorts, subject: RecallSubject): Promise<Impact> {
  const affected =
    subject.type === 'version'
      ? await versionsFrom(ports, subject.versionId)
      : await versionsWithSource(ports, subject.dataset, subject.source);
  return impactFrom(ports, subject, affected, []);
}

async function impactFrom(
  { lineage, promotions }: ImpactPorts,
  subject: ImpactSubject,
  affected: AffectedVersions,
  limits: string[],
): Promise<Impact> {
  const graph = await lineage.downstream([...affected.keys()], MOST_NODES);
  const models = graph.nodes.filter(({ type }) => type === 'model').map(({ id }) => id);
  const windows = aliasWindows(await promotions.onAliasesOf(models));
  if (graph.truncated) limits.push(`More than ${MOST_NODES} things lie downstream; what is beyond them is not listed.`);
  return impactOf(subject, graph, affected, windows, limits);
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

/** Looks through registered files for a row, somewhere with time for it. */
export type FindEqualRows = (versionId: string, row: number, among: OtherOriginal[]) => Promise<EqualRows[]>;

/**
 * Row ids mean the same row in all versions of one registered file; in others the row is known by the hash of its
 * features.
 */
async function versionsWithRow(
  ports: ImpactPorts,
  blobs: BlobStore,
  { versionId, row }: { versionId: string; row: number },
  findEqualRows: FindEqualRows,
): Promise<{ affected: AffectedVersions; limits: string[] }> {
  const original = (await ports.versions.lineage(versionId)).at(-1)!;
  const affected = new Map(await holdersOf(ports, blobs, original, [row], 'lineage'));
  if (!affected.has(versionId)) throw new DomainError('not_found', `version ${versionId} has no row ${row}`);
  const others = await ports.lineage.originalsLike(original.id);
  const among = withinBudget(others);
  for (const { id, rows } of among.length > 0 ? await findEqualRows(versionId, row, among) : []) {
    for (const held of await holdersOf(ports, blobs, await ports.versions.get(id), rows, 'feature-hash')) {
      affected.set(...held);
    }
  }
  const left = others.length - among.length;
  const limits = left === 0 ? [] : [`${left} older files with the same columns were not searched for the row.`];
  return { affected, limits };
}

function withinBudget(others: OtherOriginal[]): OtherOriginal[] {
  let rows = 0;
  return others.filter((other) => (rows += other.rows) <= MOST_SEARCHED_ROWS);
}

/** Which versions of a registered file still hold some of its rows, or rows that were made from them, and how many. */
async function holdersOf(
  { versions, lineage }: ImpactPorts,
  blobs: BlobStore,
  original: Version,
  rows: number[],
  foundBy: 'lineage' | 'feature-hash',
): Promise<[string, { rows: number; foundBy: 'lineage' | 'feature-hash' }][]> {
  const holders: [string, { rows: number; foundBy: 'lineage' | 'feature-hash' }][] = [];
  const wanted = new Set(rows);
  for (const { id } of await lineage.descendants(original.id)) {
    const patch = await loadPatch(blobs, (await versions.storage(id)).patchBlob);
    const dropped = new Set(patch.drop);
    const added = patch.add.filter(
      (one) => !dropped.has(one.row) && (wanted.has(one.row) || one.parents.some((parent) => wanted.has(parent))),
    );
    const addedRows = new Set(added.map(({ row }) => row));
    const kept = rows.filter((row) => isOf(original, row) && !dropped.has(row) && !addedRows.has(row));
    const held = kept.length + added.length;
    if (held > 0) holders.push([id, { rows: held, foundBy }]);
  }
  return holders;
}

/** Whether a registered file gave the row; those in quarantine have a number and no place. */
function isOf({ rows, file }: Version, row: number): boolean {
  return row < (file?.rowsIn ?? rows) && !file?.quarantined.rows.some((out) => out.row === row);
}
