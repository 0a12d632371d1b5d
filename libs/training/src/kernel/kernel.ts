/** The kernel's functions, over a memory of its own: in TypeScript (`scriptKernel`) or WebAssembly. */
export interface Kernel {
  /** At least `size` bytes, zero or left from the fit before; may replace the buffer. */
  reserve(size: number): ArrayBufferLike;
  growTree(task: number, worker: number, tree: number): number;
  finishLeaves(task: number, worker: number, first: number): number;
  vote(task: number, worker: number): void;
  packTree(worker: number): number;
}
