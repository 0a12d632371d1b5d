import { describe, expect, it } from '@jest/globals';
import { Random } from '@antidote/tabular';
import fc from 'fast-check';
import { LANES, compactTrees } from './predict-compact.js';
import type { WalkedTrees } from './predict-input.js';
import { leafSums } from './predict-leaf-sums.js';
import { addLeavesPlainly } from './predict-reference.js';
import { addLeaves, fillCodes } from './predict-walk.js';
import { wasmWalk } from './predict-wasm.js';

type Case = { trees: WalkedTrees; columns: Float64Array[]; rowCount: number };

const widthOf = ({ leafWidth, targetCount }: WalkedTrees) => leafWidth * targetCount;

function plainly({ trees, columns, rowCount }: Case): Float64Array {
  const sums = new Float64Array(rowCount * widthOf(trees));
  addLeavesPlainly(trees, columns, rowCount, sums);
  return sums;
}

function byTypeScript({ trees, columns, rowCount }: Case): Float64Array {
  const compact = compactTrees(trees, lacksValues(columns))!;
  const codes = new Uint16Array(Math.ceil(rowCount / LANES) * LANES * compact.columns.length);
  fillCodes(compact, columns, 0, rowCount, codes);
  const sums = new Float64Array(rowCount * widthOf(trees));
  addLeaves(trees, compact, codes, rowCount, sums);
  return sums;
}

function byWebAssembly({ trees, columns, rowCount }: Case): Float64Array {
  const sums = new Float64Array(rowCount * widthOf(trees));
  wasmWalk(trees, compactTrees(trees, lacksValues(columns))!)!.sum(columns, 0, rowCount, sums);
  return sums;
}

const lacksValues = (columns: Float64Array[]) => columns.some((column) => column.some(Number.isNaN));

/** x0 a number, x1 one of three categories; see the first test. */
const small: WalkedTrees = {
  roots: Int32Array.of(0),
  feature: Int32Array.of(0, 1, -1, -1, -1),
  threshold: Float64Array.of(2.5, 0, 0, 0, 0),
  missingLeft: Uint8Array.of(0, 1, 0, 0, 0),
  next: Int32Array.of(1, 3, 0, 0, 0),
  categorySet: Int32Array.of(-1, 0, -1, -1, -1),
  categorySets: Uint32Array.of(0b100),
  leafRow: Int32Array.of(0, 0, 0, 1, 2),
  leafValues: Float64Array.of(1, 10, 100),
  leafWidth: 1,
  targetCount: 1,
};

/** Trees of random shape over numbers and categories, with a few far thresholds; values lie on and between them. */
function randomCase(seed: number, rowCount: number, withSets: boolean, withGaps = true): Case {
  const random = new Random(seed, 5);
  const featureCount = 1 + random.below(6);
  const categories = Array.from({ length: featureCount }, () =>
    withSets && random.below(2) === 0 ? 1 + random.below(70) : 0,
  );
  const grid = () => {
    const draw = random.below(40);
    if (draw === 0) return Number.MAX_VALUE;
    if (draw === 1) return -1e300;
    return draw === 2 ? 0 : random.below(50) / 7 - 3;
  };
  const roots: number[] = [];
  const nodes: { feature: number; threshold: number; missingLeft: number; next: number; set: number; row: number }[] =
    [];
  const sets: number[] = [];
  const leafRows = 1 + random.below(20);
  const leaf = () => ({ feature: -1, threshold: 0, missingLeft: 0, next: 0, set: -1, row: random.below(leafRows) });
  for (let tree = 0, count = 1 + random.below(7); tree < count; tree++) {
    roots.push(nodes.length);
    const open = [nodes.push(leaf()) - 1];
    for (let split = random.below(30); split > 0 && open.length > 0; split--) {
      const node = open.splice(random.below(open.length), 1)[0]!;
      const feature = random.below(featureCount);
      let set = -1;
      if (categories[feature]! > 0) {
        set = sets.length;
        for (let w = 0; w < Math.ceil(categories[feature]! / 32); w++) sets.push(random.uint32());
      }
      nodes[node] = { feature, threshold: grid(), missingLeft: random.below(2), next: nodes.length, set, row: 0 };
      open.push(nodes.push(leaf()) - 1, nodes.push(leaf()) - 1);
    }
  }
  const leafWidth = 1 + random.below(3);
  return {
    rowCount,
    columns: categories.map((count) =>
      Float64Array.from({ length: rowCount }, () => {
        if (withGaps && random.below(5) === 0) return NaN;
        return count > 0 ? random.below(count) : grid();
      }),
    ),
    trees: {
      roots: Int32Array.from(roots),
      feature: Int32Array.from(nodes, (node) => node.feature),
      threshold: Float64Array.from(nodes, (node) => node.threshold),
      missingLeft: Uint8Array.from(nodes, (node) => node.missingLeft),
      next: Int32Array.from(nodes, (node) => node.next),
      ...(withSets && {
        categorySet: Int32Array.from(nodes, (node) => node.set),
        categorySets: Uint32Array.from(sets),
      }),
      leafRow: Int32Array.from(nodes, (node) => node.row),
      leafValues: Float64Array.from({ length: leafRows * leafWidth }, () => random.uniform() - 0.3),
      leafWidth,
      targetCount: 1 + random.below(3),
    },
  };
}

describe('leaf sums', () => {
  it('walks the tree worked by hand', () => {
    // x0 <= 2.5, missing right: right gives 1. Left, x1 in {2}, missing left: left gives 10, right 100.
    const columns = [Float64Array.of(2.5, 2.6, NaN, 0, 0, -1e308), Float64Array.of(2, 2, 2, 0, NaN, 1)];
    const expected = Float64Array.of(10, 1, 1, 100, 10, 100);
    const item = { trees: small, columns, rowCount: 6 };
    expect(plainly(item)).toEqual(expected);
    expect(byTypeScript(item)).toEqual(expected);
    expect(byWebAssembly(item)).toEqual(expected);
  });

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('is the same to the last bit by every walk (category sets: %s, missing values: %s)', (withSets, withGaps) => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 40 }), (seed, rowCount) => {
        const item = randomCase(seed, rowCount, withSets, withGaps);
        const expected = plainly(item);
        expect(byTypeScript(item)).toEqual(expected);
        expect(byWebAssembly(item)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same before and after the compact form is made, and in chunks', () => {
    const item = randomCase(17, 3000, false);
    const wide = { ...item, columns: item.columns.map((column) => column.slice(0, 3)), rowCount: 3 };
    const expected = plainly(wide);
    for (let call = 0; call < 40; call++) expect(leafSums(item.trees, wide.columns, 3)).toEqual(expected);
    expect(leafSums(item.trees, item.columns, 3000)).toEqual(plainly(item));
  });

  it('is the same whether rows without missing values come before those with some, after them or in turns', () => {
    const item = randomCase(5, 3000, false);
    const full = { ...item, columns: item.columns.map((column) => column.map((value) => value || 0)) };
    for (const one of [full, item, full, item]) expect(leafSums(item.trees, one.columns, 3000)).toEqual(plainly(one));
  });

  it('walks a last block that is not full over whatever the codes held before', () => {
    const columns = [Float64Array.of(0, 3, 1), Float64Array.of(2, 1, 0)];
    const compact = compactTrees(small, true)!;
    const codes = new Uint16Array(LANES * compact.columns.length).fill(0xffff);
    fillCodes(compact, columns, 0, 3, codes);
    expect(codes.filter((code) => code === 0xffff)).toHaveLength(0);
  });

  it('tells neighbouring doubles apart', () => {
    const limit = 0.1 + 0.2;
    const trees = { ...small, categorySet: undefined, threshold: Float64Array.of(limit, 0, 0, 0, 0) };
    const columns = [Float64Array.of(0.3, limit, limit + 2 ** -54), new Float64Array(3)];
    const item = { trees, columns, rowCount: 3 };
    expect(plainly(item)).toEqual(Float64Array.of(10, 10, 1));
    expect(byWebAssembly(item)).toEqual(plainly(item));
    expect(byTypeScript(item)).toEqual(plainly(item));
  });
});
