import { compileWasm } from '../compile-wasm.js';
import { WASM_BASE64 } from './boosting-wasm-bytes.js';
import { ScalarHistogramKernel, type HistogramKernel, type NodeSums, type SplitLimits } from './histogram-kernel.js';
import { BLOCK_WIDTH, type HistogramMemory, type MemoryPlan } from './histogram-memory.js';

/** See assembly/boosting.ts; addresses are bytes. */
interface Exports {
  accumulate(
    rows: number,
    start: number,
    end: number,
    words: number,
    gradients: number,
    a: number,
    b: number,
    c: number,
    d: number,
  ): void;
  clear(at: number, bytes: number): void;
  subtract(whole: number, part: number, cells: number): void;
  searchNumeric(
    cell: number,
    bins: number,
    counts: number,
    nodeGradient: number,
    nodeHessian: number,
    nodeCount: number,
    score: number,
    l2: number,
    minChildWeight: number,
    minSamplesLeaf: number,
    found: number,
  ): number;
  partition(rows: number, scratch: number, column: number, goesLeft: number, start: number, end: number): number;
  exponentials(at: number, count: number): void;
  addToMargins(rows: number, start: number, end: number, margins: number, stride: number, value: number): void;
}

interface Machine {
  memory: WebAssembly.Memory;
  exports: Exports;
}

const PAGE = 65_536;
/** Memory kept from fit to fit; more is given back. */
const KEPT_BYTES = 2 ** 28;

let compiled: WebAssembly.Module | null | undefined;
/** The machine of a fit that is over, for the next one. */
let idle: Machine | null = null;

/** A machine with at least `byteLength` bytes; null where there is no WebAssembly with SIMD, or no room. */
function machineWith(byteLength: number): Machine | null {
  if (compiled === undefined) compiled = compileWasm(WASM_BASE64);
  if (!compiled) return null;
  const pages = Math.ceil(byteLength / PAGE);
  const found = idle;
  idle = null;
  try {
    if (!found) {
      const memory = new WebAssembly.Memory({ initial: pages });
      const instance = new WebAssembly.Instance(compiled, { env: { memory } });
      return { memory, exports: instance.exports as unknown as Exports };
    }
    const lacking = pages - found.memory.buffer.byteLength / PAGE;
    if (lacking > 0) found.memory.grow(lacking);
    return found;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The quickest kernel that there is: WebAssembly where it runs and has room, else TypeScript. */
export function quickestKernel(plan: MemoryPlan): HistogramKernel {
  const machine = machineWith(plan.byteLength);
  if (!machine) return new ScalarHistogramKernel(plan.on(new ArrayBuffer(plan.byteLength), 0));
  return new WasmHistogramKernel(plan.on(machine.memory.buffer, 0), machine);
}

class WasmHistogramKernel implements HistogramKernel {
  private readonly exports: Exports;
  private readonly scalar: ScalarHistogramKernel;

  constructor(
    readonly memory: HistogramMemory,
    private readonly machine: Machine,
  ) {
    this.exports = machine.exports;
    this.scalar = new ScalarHistogramKernel(memory);
  }

  accumulate(block: number, to: number, start: number, end: number): void {
    const { rows, words, gradients, rowCount, counts } = this.memory;
    const first = block * BLOCK_WIDTH;
    for (let packed = first; packed < first + BLOCK_WIDTH; packed++) {
      this.exports.clear(this.cell(to, packed), 16 * (this.memory.binCount[packed]! + 1));
    }
    this.exports.accumulate(
      rows.byteOffset,
      start,
      end,
      words.byteOffset + 4 * block * rowCount,
      gradients.byteOffset,
      this.cell(to, first),
      this.cell(to, first + 1),
      this.cell(to, first + 2),
      this.cell(to, first + 3),
    );
    if (counts.length > 0) this.scalar.countRows(block, to, start, end);
  }

  subtract(block: number, whole: number, part: number): void {
    const { counts, binCount } = this.memory;
    const first = block * BLOCK_WIDTH;
    for (let packed = first; packed < first + BLOCK_WIDTH; packed++) {
      this.exports.subtract(this.cell(whole, packed), this.cell(part, packed), binCount[packed]! + 1);
    }
    if (counts.length > 0) this.scalar.subtractCounts(block, whole, part);
  }

  searchNumeric(packed: number, from: number, node: NodeSums, score: number, limits: SplitLimits): boolean {
    const { counts, found, firstCell, cellCount, binCount } = this.memory;
    return (
      this.exports.searchNumeric(
        this.cell(from, packed),
        binCount[packed]!,
        counts.length > 0 ? counts.byteOffset + 4 * (from * cellCount + firstCell[packed]!) : 0,
        node.gradient,
        node.hessian,
        node.count,
        score,
        limits.l2Regularization,
        limits.minChildWeight,
        limits.minSamplesLeaf,
        found.byteOffset,
      ) === 1
    );
  }

  partition(packed: number, start: number, end: number): number {
    const { rows, scratch, bytes, goesLeft, rowCount } = this.memory;
    const column =
      bytes.byteOffset + Math.floor(packed / BLOCK_WIDTH) * BLOCK_WIDTH * rowCount + (packed % BLOCK_WIDTH);
    return this.exports.partition(rows.byteOffset, scratch.byteOffset, column, goesLeft.byteOffset, start, end);
  }

  addToMargins(start: number, end: number, target: number, value: number): void {
    const { rows, margins, rowCount } = this.memory;
    const stride = (8 * margins.length) / rowCount;
    this.exports.addToMargins(rows.byteOffset, start, end, margins.byteOffset + 8 * target, stride, value);
  }

  exponentials(): void {
    const { probabilities } = this.memory;
    this.exports.exponentials(probabilities.byteOffset, probabilities.length);
  }

  release(): void {
    if (this.machine.memory.buffer.byteLength <= KEPT_BYTES) idle = this.machine;
  }

  /** Address of a packed feature's first cell in a histogram. */
  private cell(histogram: number, packed: number): number {
    const { sums, cellCount, firstCell } = this.memory;
    return sums.byteOffset + 16 * (histogram * cellCount + firstCell[packed]!);
  }
}
