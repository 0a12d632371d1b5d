import { DomainError, type ContextColumn, type FeatureColumn, type LabelColumn } from '@antidote/tabular';
import {
  ALIGNMENT,
  MAGIC,
  type ArrayType,
  type StoredColumn,
  type StoredHeader,
  type StoredSection,
  type StoredTable,
} from './stored-table.js';

const ARRAYS = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} satisfies Record<ArrayType, unknown>;

/**
 * The table of `encodeTable`'s bytes. Doubles, row ids and leaves are views into the bytes where those are aligned.
 *
 * @throws DomainError `digest_mismatch` when the bytes are no such table
 */
export function decodeTable(bytes: Uint8Array): StoredTable {
  const aligned = bytes.byteOffset % ALIGNMENT === 0 ? bytes : new Uint8Array(bytes);
  if (Buffer.from(bytes.subarray(0, MAGIC.length)).toString('latin1') !== MAGIC) throw notATable();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const jsonLength = view.getUint32(MAGIC.length, true);
  const jsonStart = MAGIC.length + 4;
  const header = JSON.parse(
    Buffer.from(aligned.subarray(jsonStart, jsonStart + jsonLength)).toString('utf8'),
  ) as StoredHeader;
  const start = Math.ceil((jsonStart + jsonLength) / ALIGNMENT) * ALIGNMENT;

  const read = ({ type, offset, length }: StoredSection) => {
    const from = aligned.byteOffset + start + offset;
    if (from + length * ARRAYS[type].BYTES_PER_ELEMENT > aligned.byteOffset + aligned.byteLength) throw notATable();
    return new ARRAYS[type](aligned.buffer as ArrayBuffer, from, length);
  };
  const textsOf = ({ bytes: joined, ends }: NonNullable<StoredColumn['texts']>): string[] => {
    const all = read(joined);
    const buffer = Buffer.from(all.buffer, all.byteOffset, all.byteLength);
    let from = 0;
    return Array.from(read(ends), (end) => {
      const text = buffer.toString('utf8', from, end);
      from = end;
      return text;
    });
  };
  const codesOf = (section: StoredSection) => {
    const stored = read(section);
    const codes = new Int32Array(stored.length);
    for (let row = 0; row < codes.length; row++) codes[row] = stored[row]! - 1;
    return codes;
  };
  const columnOf = ({ name, values, texts }: StoredColumn): FeatureColumn => {
    if (texts) return { kind: 'category', name, codes: codesOf(values), categories: textsOf(texts) };
    const stored = read(values);
    return { kind: 'numeric', name, values: stored instanceof Float64Array ? stored : Float64Array.from(stored) };
  };

  const target = header.columns.find(({ role }) => role === 'target');
  if (!target?.texts) throw notATable();
  const labels: LabelColumn = { name: target.name, codes: codesOf(target.values), classes: textsOf(target.texts) };
  const context = header.columns.flatMap((column): ContextColumn[] =>
    column.role === 'feature' || column.role === 'target' ? [] : [{ ...columnOf(column), role: column.role }],
  );
  return {
    table: {
      rowCount: header.rowCount,
      rowIds: header.rowIds
        ? (read(header.rowIds) as Uint32Array)
        : Uint32Array.from({ length: header.rowCount }, (_, row) => row),
      features: header.columns.filter(({ role }) => role === 'feature').map(columnOf),
      target: labels,
      ...(context.length > 0 && { context }),
    },
    leaves: read(header.leaves) as Uint8Array,
  };
}

function notATable(): DomainError {
  return new DomainError(
    'digest_mismatch',
    'The stored table cannot be read: its bytes are not in the format of this version; register the file again.',
  );
}
