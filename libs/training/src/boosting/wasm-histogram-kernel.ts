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

const PAGE = 65_536;
/** Memory kept from fit to fit; more is given back. */
const KEPT_PAGES = 4096;
const MOST_PAGES = 65_535;

let machine: { memory: WebAssembly.Memory; exports: Exports } | null = null;
let isUnavailable = false;

function machineOf(pages: number): { memory: WebAssembly.Memory; exports: Exports } | null {
  if (isUnavailable || pages > MOST_PAGES) return null;
  try {
    const held = machine?.memory.buffer.byteLength ?? 0;
    if (!machine || (held > KEPT_PAGES * PAGE && pages * PAGE < held)) {
      const memory = new WebAssembly.Memory({ initial: pages });
      const code = Uint8Array.from(atob(WASM_BASE64), (char) => char.charCodeAt(0));
      const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
      machine = { memory, exports: instance.exports as unknown as Exports };
    } else if (pages * PAGE > held) machine.memory.grow(pages - held / PAGE);
    return machine;
  } catch {
    // No WebAssembly, no SIMD or no room: the kernel in TypeScript gives the same model.
    isUnavailable = true;
    return null;
  }
}

/**
 * The quickest kernel that there is: WebAssembly where it runs, else TypeScript. The memory is used again by the next
 * kernel that is made, so a fit must be over by then.
 */
export function quickestKernel(plan: MemoryPlan): HistogramKernel {
  const found = machineOf(Math.ceil(plan.byteLength / PAGE));
  if (!found) return new ScalarHistogramKernel(plan.on(new ArrayBuffer(plan.byteLength), 0));
  return new WasmHistogramKernel(plan.on(found.memory.buffer, 0), found.exports);
}

class WasmHistogramKernel implements HistogramKernel {
  private readonly scalar: ScalarHistogramKernel;

  constructor(
    readonly memory: HistogramMemory,
    private readonly exports: Exports,
  ) {
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

  /** Address of a packed feature's first cell in a histogram. */
  private cell(histogram: number, packed: number): number {
    const { sums, cellCount, firstCell } = this.memory;
    return sums.byteOffset + 16 * (histogram * cellCount + firstCell[packed]!);
  }
}
