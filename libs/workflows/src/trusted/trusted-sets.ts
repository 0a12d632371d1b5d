import { drawTrustedRows, sealedRows } from '@antidote/data-versioning';
import { parseCsv, renderCsv } from '@antidote/dataset-io';
import type { BlobStore, Repositories, TrustedSetRow } from '@antidote/persistence';
import { DomainError, selectRows, type Table } from '@antidote/tabular';
import { openVersion } from '../compute/version-data.js';
import { jsonBytes, loadVersion } from '../load-version.js';
import type { SealedSet } from './load-for-training.js';

type Ports = Pick<Repositories, 'versions'>;

async function tableOf(ports: Ports, blobs: BlobStore, versionId: string): Promise<Table> {
  return openVersion((await loadVersion(ports, blobs, versionId)).data).table;
}

/** Row ids of a trusted set to be, ascending. @throws DomainError `not_found`, `too_few_rows` */
export async function drawRows(
  ports: Ports,
  blobs: BlobStore,
  { versionId, size, seed }: { versionId: string; size: number; seed: number },
): Promise<number[]> {
  return Array.from(drawTrustedRows(await tableOf(ports, blobs, versionId), size, seed));
}

/**
 * The rows to label, as a CSV file with the columns `row`, `label` (empty: nobody is to be led by the label as given) and
 * the features.
 */
export async function rowsToLabel(ports: Ports, blobs: BlobStore, set: TrustedSetRow): Promise<Uint8Array> {
  const table = await tableOf(ports, blobs, set.versionId);
  const wanted = new Set(set.rows);
  const positions = Array.from(table.rowIds.keys()).filter((position) => wanted.has(table.rowIds[position]!));
  const chosen = selectRows(table, positions);
  const columns = chosen.features.map((column) =>
    column.kind === 'numeric'
      ? Array.from(column.values, (value) => (Number.isNaN(value) ? '' : String(value)))
      : Array.from(column.codes, (code) => (code < 0 ? '' : column.categories[code]!)),
  );
  const rows = Array.from(chosen.rowIds, (row, position) => [
    String(row),
    '',
    ...columns.map((texts) => texts[position]!),
  ]);
  // A feature may bear the name of a column that people fill.
  const names = chosen.features.map(({ name }) => (name === 'row' || name === 'label' ? `${name} (feature)` : name));
  return renderCsv(['row', 'label', ...names], rows);
}

/**
 * What a reviewer's file says: label by row; rows left empty are not labelled yet.
 * @throws DomainError `missing_header`, `invalid_argument` naming the line's row or label
 */
export function readLabels(csv: string, rows: number[], classes: string[]): Map<number, string> {
  const document = parseCsv(Buffer.from(csv, 'utf8'));
  const [rowColumn, labelColumn] = ['row', 'label'].map((name) => document.header.indexOf(name));
  if (rowColumn! < 0 || labelColumn! < 0) {
    throw new DomainError('missing_header', 'A file of labels has the columns row and label.');
  }
  const labels = new Map<number, string>();
  for (const cells of document.rows) {
    const label = cells[labelColumn!]!;
    if (label === '') continue;
    const row = rowNumber(cells[rowColumn!]!);
    if (labels.has(row))
      throw new DomainError('invalid_argument', `Row ${row} stands in the file twice; keep one.`, { row });
    labels.set(row, label);
  }
  requireKnown(labels, rows, classes);
  return labels;
}

function rowNumber(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new DomainError('invalid_argument', `${JSON.stringify(text)} is no row number; rows are whole numbers from 0.`);
}

/** @throws DomainError `invalid_argument` for a row outside the set, or a label that is no class */
export function requireKnown(labels: ReadonlyMap<number, string>, rows: number[], classes: string[]): void {
  const drawn = new Set(rows);
  const known = new Set(classes);
  for (const [row, label] of labels) {
    if (!drawn.has(row)) throw new DomainError('invalid_argument', `Row ${row} is not in the trusted set.`, { row });
    if (!known.has(label)) {
      throw new DomainError(
        'invalid_argument',
        `Row ${row} bears ${JSON.stringify(label)}, which is no class; there is ${classes.slice(0, 20).join(', ')}.`,
        { row },
      );
    }
  }
}

/**
 * The bytes to be sealed; their SHA-256 is the seal.
 * @throws DomainError `invalid_state` while a row lacks the labels of two reviewers, or a final word where they differ
 */
export async function sealedBytes(ports: Ports, blobs: BlobStore, set: TrustedSetRow): Promise<Uint8Array> {
  const final = finalLabels(set);
  const { version, data } = await loadVersion(ports, blobs, set.versionId);
  const sealed: SealedSet = {
    formatVersion: 1,
    dataset: set.dataset,
    target: version.target,
    versionId: version.id,
    versionDigest: version.digest,
    rows: sealedRows(openVersion(data).table, final),
  };
  return jsonBytes(sealed);
}

function finalLabels({ rows, labels, adjudications }: TrustedSetRow): Map<number, string> {
  const [first, second] = [...labels.values()];
  if (!first || !second) {
    throw new DomainError('invalid_state', `${labels.size} of 2 reviewers have labelled the set; both have to.`);
  }
  const open = rows.filter((row) => !first.has(row) || !second.has(row));
  if (open.length > 0) {
    throw new DomainError('invalid_state', `${open.length} rows lack one label or both, row ${open[0]} among them.`);
  }
  const conflicts = rows.filter((row) => first.get(row) !== second.get(row) && !adjudications.has(row));
  if (conflicts.length > 0) {
    throw new DomainError(
      'invalid_state',
      `The reviewers differ on ${conflicts.length} rows, row ${conflicts[0]} among them; give each a final label.`,
    );
  }
  return new Map(
    rows.map((row) => [row, first.get(row) === second.get(row) ? first.get(row)! : adjudications.get(row)!]),
  );
}
