import { hash } from 'node:crypto';
import type { FeatureColumn, LabelColumn } from '@antidote/tabular';

const MISSING = 0;
const NUMBER = 1;
const TEXT = 2;

/** Writes the values of a row one after the other, so that no two rows of different values are the same bytes. */
export interface RowEncoder {
  /** SHA-256 of the row at a position: `prefix`, then the row id unless it is null, then the values. */
  hash(position: number, rowId: number | null): Uint8Array;
}

/** A text as its tag, its length in bytes (32 bits), and its UTF-8. */
function encodedText(text: string): Uint8Array {
  const utf8 = Buffer.from(text, 'utf8');
  const bytes = Buffer.alloc(5 + utf8.length);
  bytes[0] = TEXT;
  bytes.writeUInt32LE(utf8.length, 1);
  bytes.set(utf8, 5);
  return bytes;
}

interface Coded {
  codes: Int32Array;
  /** The bytes of each text. */
  encoded: Uint8Array[];
}

const coded = (codes: Int32Array, texts: string[]): Coded => ({ codes, encoded: texts.map(encodedText) });

/**
 * Encodes rows of columns: a missing value is a zero byte, a number a one and its little-endian double (-0 as 0), a
 * text a two, its length and its UTF-8. Numbers are encoded by value and texts by content, so that neither number
 * formats nor the texts of other rows matter.
 *
 * @param prefix bytes that every row begins with
 */
export function rowEncoder(
  columns: readonly (FeatureColumn | LabelColumn)[],
  prefix: Uint8Array = new Uint8Array(),
): RowEncoder {
  const sources = columns.map((column) => {
    if ('classes' in column) return coded(column.codes, column.classes);
    return column.kind === 'numeric' ? column.values : coded(column.codes, column.categories);
  });
  const widest = sources.reduce(
    (sum, source) =>
      sum +
      (source instanceof Float64Array ? 9 : source.encoded.reduce((most, { length }) => Math.max(most, length), 1)),
    prefix.length + 4,
  );
  const row = Buffer.alloc(widest);
  row.set(prefix);
  const view = new DataView(row.buffer, row.byteOffset);
  return {
    hash(position, rowId) {
      let at = prefix.length;
      if (rowId !== null) {
        view.setUint32(at, rowId, true);
        at += 4;
      }
      for (const source of sources) {
        if (source instanceof Float64Array) {
          const value = source[position]!;
          if (Number.isNaN(value)) row[at++] = MISSING;
          else {
            row[at] = NUMBER;
            view.setFloat64(at + 1, value + 0, true);
            at += 9;
          }
        } else {
          const code = source.codes[position]!;
          if (code < 0) row[at++] = MISSING;
          else {
            const bytes = source.encoded[code]!;
            row.set(bytes, at);
            at += bytes.length;
          }
        }
      }
      return hash('sha256', row.subarray(0, at), 'buffer');
    },
  };
}
