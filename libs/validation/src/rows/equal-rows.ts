import { HASH_BYTES } from '@antidote/data-versioning';

/**
 * Groups of rows with equal feature values, by their hashes, over all rows.
 *
 * @param hashes `rowCount` x 32 bytes, of `featureHashes`
 * @returns groups of two rows or more, ascending within and by first row
 */
export function equalRows(hashes: Uint8Array, rowCount: number): Uint32Array[] {
  const words = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  // The first 48 bits fit a double: rows are sorted by them, then compared in full.
  const keys = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    keys[row] = words.getUint32(row * HASH_BYTES) * 65536 + words.getUint16(row * HASH_BYTES + 4);
  }
  const seen = new Map<number, number>();
  const next = new Int32Array(rowCount).fill(-1);
  const last = new Int32Array(rowCount);
  const heads: number[] = [];
  const isHead = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const head = seen.get(keys[row]!);
    if (head === undefined) {
      seen.set(keys[row]!, row);
      last[row] = row;
      continue;
    }
    if (!sameHash(hashes, head, row)) continue;
    next[last[head]!] = row;
    last[head] = row;
    if (!isHead[head]) {
      isHead[head] = 1;
      heads.push(head);
    }
  }
  heads.sort((a, b) => a - b);
  return heads.map((head) => {
    const group: number[] = [];
    for (let row = head; row >= 0; row = next[row]!) group.push(row);
    return Uint32Array.from(group);
  });
}

function sameHash(hashes: Uint8Array, a: number, b: number): boolean {
  for (let byte = 0; byte < HASH_BYTES; byte++) {
    if (hashes[a * HASH_BYTES + byte] !== hashes[b * HASH_BYTES + byte]) return false;
  }
  return true;
}
