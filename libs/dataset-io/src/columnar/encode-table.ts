import type { FeatureColumn } from '@antidote/tabular';
import {
  ALIGNMENT,
  MAGIC,
  type ArrayType,
  type StoredColumn,
  type StoredHeader,
  type StoredSection,
  type StoredTable,
} from './stored-table.js';

type Values =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The smallest type that holds every number exactly; missing numbers and -0 need a float. */
function narrowNumbers(values: Float64Array): { type: ArrayType; values: Values } {
  let low = Infinity;
  let high = -Infinity;
  let whole = true;
  let single = true;
  for (const value of values) {
    if (whole) {
      if (!Number.isInteger(value) || Object.is(value, -0)) whole = false;
      else if (value < low) low = value;
      if (value > high) high = value;
    }
    if (single && !Number.isNaN(value) && Math.fround(value) !== value) single = false;
    if (!whole && !single) break;
  }
  if (whole && low >= -128 && high <= 127) return { type: 'i8', values: Int8Array.from(values) };
  if (whole && low >= -32_768 && high <= 32_767) return { type: 'i16', values: Int16Array.from(values) };
  if (single) return { type: 'f32', values: Float32Array.from(values) };
  if (whole && low >= -(2 ** 31) && high < 2 ** 31) return { type: 'i32', values: Int32Array.from(values) };
  return { type: 'f64', values };
}

function narrowCodes(codes: Int32Array, count: number): { type: ArrayType; values: Values } {
  if (count < 2 ** 8) return { type: 'u8', values: Uint8Array.from(codes, (code) => code + 1) };
  if (count < 2 ** 16) return { type: 'u16', values: Uint16Array.from(codes, (code) => code + 1) };
  return { type: 'u32', values: Uint32Array.from(codes, (code) => code + 1) };
}

/**
 * The table as bytes: a line that names the format, the length of the header (32 bits), the header as JSON, and the
 * sections that it points to, little-endian. The same table and leaves give the same bytes.
 */
export function encodeTable({ table, leaves }: StoredTable): Uint8Array {
  const sections: Values[] = [];
  let offset = 0;
  const add = (type: ArrayType, values: Values): StoredSection => {
    const section = { type, offset, length: values.length };
    sections.push(values);
    offset += Math.ceil(values.byteLength / ALIGNMENT) * ALIGNMENT;
    return section;
  };
  const addTexts = (texts: string[]): StoredColumn['texts'] => {
    const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
    let end = 0;
    const ends = Float64Array.from(encoded, (bytes) => (end += bytes.length));
    return { bytes: add('u8', Buffer.concat(encoded)), ends: add('f64', ends) };
  };
  const addCodes = (name: string, role: StoredColumn['role'], codes: Int32Array, texts: string[]): StoredColumn => {
    const { type, values } = narrowCodes(codes, texts.length);
    return { name, role, values: add(type, values), texts: addTexts(texts) };
  };
  const addColumn = (column: FeatureColumn, role: StoredColumn['role']): StoredColumn => {
    if (column.kind === 'category') return addCodes(column.name, role, column.codes, column.categories);
    const { type, values } = narrowNumbers(column.values);
    return { name: column.name, role, values: add(type, values), texts: null };
  };
  const isPositions = table.rowIds.every((row, position) => row === position);
  const header: StoredHeader = {
    rowCount: table.rowCount,
    rowIds: isPositions ? null : add('u32', table.rowIds),
    columns: [
      ...table.features.map((column) => addColumn(column, 'feature')),
      addCodes(table.target.name, 'target', table.target.codes, table.target.classes),
      ...(table.context ?? []).map((column) => addColumn(column, column.role)),
    ],
    leaves: add('u8', leaves),
  };
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const start = Math.ceil((MAGIC.length + 4 + json.length) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + offset);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from(MAGIC, 'latin1'));
  view.setUint32(MAGIC.length, json.length, true);
  bytes.set(json, MAGIC.length + 4);
  let at = start;
  for (const values of sections) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += Math.ceil(values.byteLength / ALIGNMENT) * ALIGNMENT;
  }
  return bytes;
}
