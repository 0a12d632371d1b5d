import type { PointSet } from './point-set.js';
import { compileWasm } from '../compile-wasm.js';
import { WASM_BASE64 } from './near-pairs-wasm-bytes.js';

/** Points of a block, as in assembly/near-pairs.ts. */
export const BLOCK = 64;

const PAGE = 65_536;
const MAX_PAGES = 32_768;
/** Half a unit in the last place of a single-precision number from 1 to 2; what an operation's rounding adds at most. */
const ROUNDING = 2 ** -24;
/** More than what subnormal numbers lose, in single precision and in doubles. */
const TINY = 1e-36;
const TINY_DOUBLE = 2 ** -1022;

interface NearPairsExports {
  nearPairs(...numbers: number[]): number;
}

let compiled: WebAssembly.Module | null | undefined;

/**
 * Tells which pairs of points may lie within a limit of each other, from distances in single precision, computed with
 * vectors. The limit it compares with is widened by all that rounding can add, so that no pair within the true limit
 * is left out; those it names are to be measured in doubles.
 */
export class NearPairs {
  private readonly exports: NearPairsExports;
  private readonly limits: Float32Array;
  private readonly pairs: Int32Array;
  private readonly blockBytes: number;
  private readonly limitsAt: number;
  private readonly pairsAt: number;
  /** Distances times this are those of the single-precision points. */
  private readonly scale: number;

  private constructor(
    private readonly points: PointSet,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
  ) {
    const { count, dimensions, categoryColumns } = points;
    const blocks = Math.ceil(count / BLOCK);
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as NearPairsExports;
    this.blockBytes = 4 * BLOCK * (dimensions + categoryColumns);
    this.limitsAt = blocks * this.blockBytes;
    this.pairsAt = this.limitsAt + 4 * BLOCK * blocks;
    this.limits = new Float32Array(memory.buffer, this.limitsAt, BLOCK * blocks).fill(Infinity);
    this.pairs = new Int32Array(memory.buffer, this.pairsAt, BLOCK * BLOCK);
    this.scale = fillBlocks(points, memory.buffer);
  }

  /** Null where the machine has no WebAssembly with vectors, or the points do not fit its memory. */
  static of(points: PointSet): NearPairs | null {
    if (compiled === undefined) compiled = compileWasm(WASM_BASE64);
    if (!compiled) return null;
    const { count, dimensions, categoryColumns } = points;
    const words = BLOCK * Math.ceil(count / BLOCK) * (dimensions + categoryColumns + 1) + BLOCK * BLOCK;
    const pages = Math.ceil((4 * words) / PAGE);
    if (pages > MAX_PAGES) return null;
    return new NearPairs(points, compiled, new WebAssembly.Memory({ initial: pages, maximum: pages }));
  }

  /** Says up to which squared distance the pairs of a point matter from now on; all do at first. */
  limit(point: number, squaredDistance: number): void {
    const { dimensions, categoryColumns } = this.points;
    // Each coordinate is off by half a unit at most, each operation by one rounding.
    const distance = Math.sqrt(squaredDistance + TINY_DOUBLE) * this.scale + 2 * ROUNDING * Math.sqrt(dimensions);
    const widened = distance * distance * (1 + (dimensions + categoryColumns + 8) * ROUNDING) + TINY;
    // Rounded up: one unit is below twice this share.
    this.limits[point] = widened * (1 + 2 * ROUNDING);
  }

  /** Calls `visit` with each pair of one block and the other (or of one and the same, each once) that may be near. */
  visit(oneBlock: number, otherBlock: number, visit: (one: number, other: number) => void): void {
    const { points, blockBytes, limitsAt, pairsAt } = this;
    const one = oneBlock * BLOCK;
    const other = otherBlock * BLOCK;
    const end = this.exports.nearPairs(
      oneBlock * blockBytes,
      otherBlock * blockBytes,
      points.dimensions,
      points.categoryColumns,
      (Math.sqrt(points.mismatch) * this.scale) ** 2,
      limitsAt + 4 * one,
      limitsAt + 4 * other,
      Math.min(BLOCK, points.count - one),
      Math.min(BLOCK, points.count - other),
      pairsAt,
    );
    for (let i = 0, count = (end - pairsAt) / 4; i < count; i++) {
      const pair = this.pairs[i]!;
      visit(one + (pair >>> 6), other + (pair & (BLOCK - 1)));
    }
  }
}

/**
 * Writes the points as blocks, moved to the middle of each axis and scaled, by a power of two, to lie within [-1, 1].
 * @returns the scale
 */
function fillBlocks({ count, dimensions, coordinates, categoryColumns, categories }: PointSet, buffer: ArrayBuffer) {
  const middle = new Float64Array(dimensions);
  let reach = 0;
  for (let d = 0; d < dimensions; d++) {
    let low = Infinity;
    let high = -Infinity;
    for (let point = 0, at = d; point < count; point++, at += dimensions) {
      const value = coordinates[at]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    middle[d] = low / 2 + high / 2;
    reach = Math.max(reach, high - middle[d]!, middle[d]! - low);
  }
  const scale = reach > 0 ? 2 ** Math.min(-Math.ceil(Math.log2(reach)), 1000) : 1;
  const singles = new Float32Array(buffer);
  const words = new Int32Array(buffer);
  const lines = dimensions + categoryColumns;
  for (let point = 0; point < count; point++) {
    const at = (point >>> 6) * lines * BLOCK + (point & (BLOCK - 1));
    for (let d = 0; d < dimensions; d++) {
      singles[at + d * BLOCK] = (coordinates[point * dimensions + d]! - middle[d]!) * scale;
    }
    for (let c = 0; c < categoryColumns; c++) {
      words[at + (dimensions + c) * BLOCK] = categories[point * categoryColumns + c]!;
    }
  }
  return scale;
}
