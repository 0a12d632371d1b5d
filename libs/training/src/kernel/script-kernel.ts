import { finishLeaves } from './finish-leaves.js';
import { growTree } from './grow-tree.js';
import { bindHeap } from './heap.js';
import type { Kernel } from './kernel.js';
import { vote } from './out-of-bag.js';
import { packTree } from './pack-tree.js';

let buffer = new ArrayBuffer(0);

/** The kernel in TypeScript: the reference, and the fallback where WebAssembly or its shared memory is missing. */
export const scriptKernel: Kernel = {
  reserve(size) {
    if (buffer.byteLength < size) buffer = new ArrayBuffer(size);
    bindHeap(buffer);
    return buffer;
  },
  growTree,
  finishLeaves,
  vote,
  packTree,
};
