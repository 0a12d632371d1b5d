import type { Kernel } from './kernel.js';
import { compileWasm } from '../compile-wasm.js';
import { WASM_BASE64 } from './wasm-bytes.js';

type KernelExports = Omit<Kernel, 'reserve'>;

const PAGE = 65_536;
const MAXIMUM_PAGES = 32_768;
/** A memory that grew beyond this is given back after the fit. */
const KEPT_BYTES = 1 << 27;

let compiled: WebAssembly.Module | null | undefined;
let current: WasmKernel | null = null;

/** The kernel in WebAssembly, over a memory that worker threads share. */
export class WasmKernel implements Kernel {
  readonly memory = new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES, shared: true });
  readonly growTree: Kernel['growTree'];
  readonly finishLeaves: Kernel['finishLeaves'];
  readonly vote: Kernel['vote'];
  readonly packTree: Kernel['packTree'];

  constructor(readonly module: WebAssembly.Module) {
    const exports = new WebAssembly.Instance(module, { env: { memory: this.memory } })
      .exports as unknown as KernelExports;
    this.growTree = exports.growTree;
    this.finishLeaves = exports.finishLeaves;
    this.vote = exports.vote;
    this.packTree = exports.packTree;
  }

  reserve(size: number): ArrayBufferLike {
    const lacking = size - this.memory.buffer.byteLength;
    if (lacking > 0) this.memory.grow(Math.ceil(lacking / PAGE));
    return this.memory.buffer;
  }
}

/** The WebAssembly kernel of this thread; null where the machine has none with shared memory. */
export function wasmKernel(): WasmKernel | null {
  if (compiled === undefined) compiled = typeof SharedArrayBuffer === 'function' ? compileWasm(WASM_BASE64) : null;
  if (!compiled) return null;
  current ??= new WasmKernel(compiled);
  return current;
}

/** Forgets a kernel whose memory has grown large; true when it did. */
export function forgetLargeKernel(kernel: WasmKernel): boolean {
  if (kernel.memory.buffer.byteLength <= KEPT_BYTES) return false;
  if (current === kernel) current = null;
  return true;
}
