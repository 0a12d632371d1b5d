import type { Version } from '@antidote/contracts';
import { drawTrustedRows, sealedRows } from '@antidote/data-versioning';
import { parseCsv, renderCsv } from '@antidote/dataset-io';
import type { BlobStore, TrustedSetRow } from '@antidote/persistence';
import { DomainError, hideColumns, selectRows } from '@antidote/tabular';
import { loadTable, type TableBlobs } from '../datasets/load-table.js';
import { jsonBytes } from '../load-version.js';
import type { SealedSet } from './load-for-training.js';

/** Row ids of a trusted set to be, ascending. @throws DomainError `not_found`, `too_few_rows` */
export async function drawRows(
  blobs: BlobStore,
  { version, size, seed }: { version: TableBlobs; size: number; seed: number },
): Promise<number[]> {
  return Array.from(drawTrustedRows((await loadTable(blobs, version)).table, size, seed));
}

/**
 * The rows to label, as a CSV file with the columns `row`, `label` (empty: nobody is to be led by the label as given) and
 * the features.
 *
 * @param rows row ids
 * @param sensitive names of columns whose values are hidden
 */
export async function rowsToLabel(
  blobs: BlobStore,
  { version, rows: ids, sensitive }: { version: TableBlobs; rows: number[]; sensitive: string[] },
): Promise<Uint8Array> {
  const { table } = await loadTable(blobs, version);
  const wanted = new Set(ids);
  const positions = Array.from(table.rowIds.keys()).filter((position) => wanted.has(table.rowIds[position]!));
  const chosen = hideColumns(selectRows(table, positions), sensitive);
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

export interface SealInput {
  stored: TableBlobs;
  version: Pick<Version, 'id' | 'dataset' | 'digest' | 'target'>;
  /** The label that people vouch for, by row id. */
  final: Map<number, string>;
}

/** The bytes to be sealed; their SHA-256 is the seal. @throws DomainError `not_found`, `digest_mismatch` */
export async function sealedBytes(blobs: BlobStore, { stored, version, final }: SealInput): Promise<Uint8Array> {
  const { table } = await loadTable(blobs, stored);
  const sealed: SealedSet = {
    formatVersion: 1,
    dataset: version.dataset,
    target: version.target,
    versionId: version.id,
    versionDigest: version.digest,
    rows: sealedRows(table, final),
  };
  return jsonBytes(sealed);
}

/**
 * The label of each row, once two people have given one and differences are settled.
 * @throws DomainError `invalid_state` while a row lacks the labels of two reviewers, or a final word where they differ
 */
export function finalLabels({ rows, labels, adjudications }: TrustedSetRow): Map<number, string> {
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
      `The reviewers differ on ${conflicts.length === 1 ? `row ${conflicts[0]}` : `${conflicts.length} rows, row ${conflicts[0]} among them`}; give each a final label.`,
    );
  }
  return new Map(
    rows.map((row) => [row, first.get(row) === second.get(row) ? first.get(row)! : adjudications.get(row)!]),
  );
}
