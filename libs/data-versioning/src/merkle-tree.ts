import { hash } from 'node:crypto';
import { DomainError } from '@antidote/tabular';

/** Bytes of a SHA-256. */
const SIZE = 32;

const LEAF = 0;
const NODE = 1;

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

/** SHA-256(0x00 || data): the hash of a leaf. */
export function leafHash(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + data.length);
  bytes[0] = LEAF;
  bytes.set(data, 1);
  return sha256(bytes);
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(1 + 2 * SIZE);
  bytes[0] = NODE;
  bytes.set(left, 1);
  bytes.set(right, 1 + SIZE);
  return sha256(bytes);
}

const at = (hashes: Uint8Array, index: number) => hashes.subarray(index * SIZE, (index + 1) * SIZE);

/** The level above: neighbours joined, a last one without a neighbour carried up as it is. */
function levelAbove(level: Uint8Array): Uint8Array {
  const count = level.length / SIZE;
  const above = new Uint8Array(Math.ceil(count / 2) * SIZE);
  const pair = new Uint8Array(1 + 2 * SIZE);
  pair[0] = NODE;
  for (let i = 0; i + 1 < count; i += 2) {
    pair.set(level.subarray(i * SIZE, (i + 2) * SIZE), 1);
    above.set(sha256(pair), (i / 2) * SIZE);
  }
  if (count % 2 === 1) above.set(at(level, count - 1), above.length - SIZE);
  return above;
}

/**
 * The Merkle tree hash of a list. Carrying an odd node up gives the same tree as the standard's split at the largest
 * power of two.
 *
 * @param leaves leaf hashes, 32 bytes each, one after the other
 * @returns 32 bytes; the hash of nothing for an empty list
 * @see RFC 6962, section 2.1
 */
export function merkleRoot(leaves: Uint8Array): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > SIZE) level = levelAbove(level);
  return level.slice();
}

/**
 * The proof that a leaf is in the tree: the hashes of the subtrees beside its path, from the leaf up.
 *
 * @throws DomainError `not_found` when there is no such leaf
 * @see RFC 6962, section 2.1.1
 */
export function inclusionProof(leaves: Uint8Array, index: number): Uint8Array[] {
  const count = leaves.length / SIZE;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new DomainError('not_found', `The tree has ${count} leaves and none with the index ${index}.`);
  }
  const proof: Uint8Array[] = [];
  let position = index;
  for (let level = leaves; level.length > SIZE; level = levelAbove(level)) {
    const beside = position ^ 1;
    if (beside < level.length / SIZE) proof.push(at(level, beside).slice());
    position >>>= 1;
  }
  return proof;
}

export interface Inclusion {
  /** The hash of the leaf. */
  leaf: Uint8Array;
  index: number;
  /** Leaves in the tree. */
  size: number;
  proof: Uint8Array[];
}

/** Whether the proof leads from the leaf to the root. @see RFC 9162, section 2.1.3.2 */
export function verifyInclusion({ leaf, index, size, proof }: Inclusion, root: Uint8Array): boolean {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let position = index;
  let last = size - 1;
  let reached = leaf;
  for (const beside of proof) {
    if (last === 0 || beside.length !== SIZE) return false;
    if (position % 2 === 1 || position === last) {
      reached = nodeHash(beside, reached);
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2);
        last = Math.floor(last / 2);
      }
    } else reached = nodeHash(reached, beside);
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && Buffer.compare(reached, root) === 0;
}
