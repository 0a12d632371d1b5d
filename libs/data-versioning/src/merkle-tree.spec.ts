import { describe, expect, it } from '@jest/globals';
import { inclusionProof, leafHash, merkleRoot, verifyInclusion } from './merkle-tree.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The inputs and roots that Certificate Transparency's own implementation is tested with. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const leavesOf = (count: number) =>
  Buffer.concat(INPUTS.slice(0, count).map((input) => leafHash(Buffer.from(input, 'hex'))));

describe('merkleRoot', () => {
  it.each(ROOTS.map((root, count) => [count, root] as const))(
    'agrees with the standard for %d leaves',
    (count, root) => {
      expect(hex(merkleRoot(leavesOf(count)))).toBe(root);
    },
  );
});

describe('inclusionProof', () => {
  it('leads every leaf of trees of every shape to the root, and no leaf elsewhere', () => {
    for (let size = 1; size <= 40; size++) {
      const leaves = Buffer.concat(Array.from({ length: size }, (_, index) => leafHash(Buffer.from([index]))));
      const root = merkleRoot(leaves);
      for (let index = 0; index < size; index++) {
        const leaf = leaves.subarray(index * 32, index * 32 + 32);
        const proof = inclusionProof(leaves, index);
        expect(verifyInclusion({ leaf, index, size, proof }, root)).toBe(true);
        expect(verifyInclusion({ leaf, index: (index + 1) % size, size, proof }, root)).toBe(size === 1);
        expect(verifyInclusion({ leaf, index, size, proof: [...proof, leaf] }, root)).toBe(false);
        const damaged = proof.map((hash, i) => (i === 0 ? leafHash(hash) : hash));
        expect(verifyInclusion({ leaf, index, size, proof: damaged }, root)).toBe(size === 1);
      }
    }
  });
});
