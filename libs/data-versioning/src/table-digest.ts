import { createHash, type Hash } from 'node:crypto';
import type { Table } from '@antidote/tabular';

/** Texts as JSON, in quotes, so that no two lists of texts are the same bytes. */
function addTexts(hash: Hash, texts: string[]): void {
  hash.update(JSON.stringify(texts));
  hash.update('\n');
}

const bytesOf = (values: Float64Array | Int32Array | Uint32Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Numbers as little-endian doubles; -0 as 0 and every NaN (missing) as one bit pattern. */
function addNumbers(hash: Hash, values: Float64Array): void {
  const canonical = values.slice();
  const words = new Uint32Array(canonical.buffer);
  for (let row = 0; row < canonical.length; row++) {
    if (Number.isNaN(canonical[row])) {
      words[2 * row] = 0;
      words[2 * row + 1] = 0x7ff80000;
    } else canonical[row]! += 0;
  }
  hash.update(bytesOf(canonical));
}

/** Codes and their texts; texts that no row bears are left out, for they say nothing of the data. */
function addCodes(hash: Hash, codes: Int32Array, texts: string[]): void {
  const used = new Uint8Array(texts.length);
  for (const code of codes) if (code >= 0) used[code] = 1;
  const recode = new Int32Array(texts.length);
  const usedTexts = texts.filter((_, code) => used[code]);
  let next = 0;
  used.forEach((flag, code) => (recode[code] = flag ? next++ : -1));
  addTexts(hash, usedTexts);
  hash.update(bytesOf(codes.map((code) => (code < 0 ? -1 : recode[code]!))));
}

/**
 * The identity of a table's content: SHA-256, hex, over row ids, column names, types, every value, and every label.
 * It depends on what was read, not on how the file wrote it: delimiter, quotes, line ends, byte order mark and number
 * formats (`1.0`, `1`) make no difference. Arrays are hashed in the machine's byte order, little-endian on every
 * platform that Node supports here.
 */
export function tableDigest(table: Table): string {
  const hash = createHash('sha256');
  addTexts(hash, ['antidote-table-1', String(table.rowCount), String(table.features.length)]);
  hash.update(bytesOf(table.rowIds));
  for (const column of table.features) {
    addTexts(hash, [column.kind, column.name]);
    if (column.kind === 'numeric') addNumbers(hash, column.values);
    else addCodes(hash, column.codes, column.categories);
  }
  addTexts(hash, ['target', table.target.name]);
  addCodes(hash, table.target.codes, table.target.classes);
  return hash.digest('hex');
}
