// Entry of the WebAssembly kernel: the same sources as the TypeScript kernel, over linear memory.
export { growTree } from '../src/kernel/grow-tree';
export { finishLeaves } from '../src/kernel/finish-leaves';
export { vote } from '../src/kernel/out-of-bag';
export { packTree } from '../src/kernel/pack-tree';
