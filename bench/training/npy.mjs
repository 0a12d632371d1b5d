import { readFileSync } from 'node:fs';

/**
 * Reads a NumPy file of float64 or int32, little-endian; a matrix has to be column-major.
 *
 * @returns rows and columns, and all values, column after column
 */
export function readNpy(path) {
  const bytes = readFileSync(path);
  const headerEnd = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, headerEnd);
  const [, type] = /'descr': '(<f8|<i4)'/.exec(header) ?? [];
  const shape = /'shape': \(([^)]*)\)/
    .exec(header)[1]
    .split(',')
    .filter((size) => size.trim())
    .map(Number);
  if (!type || (shape.length === 2 && !/'fortran_order': True/.test(header))) {
    throw new Error(`${path}: want float64 or int32, column-major; got ${header.trim()}`);
  }
  const body = bytes.buffer.slice(bytes.byteOffset + headerEnd, bytes.byteOffset + bytes.length);
  return {
    rows: shape[0],
    columns: shape[1] ?? 1,
    values: type === '<f8' ? new Float64Array(body) : new Int32Array(body),
  };
}
