// The walk of src/tree/predict-walk.ts over linear memory. Addresses are in bytes; nodes lie from address 0, so that a
// node's address is 8 times its number: u16 column's place in a block | u16 limit | i32 address of the left child,
// below zero (complement) in a category split. Sums are formed in the order of the trees, as there.

/** Where a row goes from the node at `at`; `row` is the address of its first code. */
// @ts-ignore: decorator
@inline
function step(at: i32, row: i32): i32 {
  const code = <i32>load<u16>(row + ((<i32>load<u16>(at)) << 1));
  // The limit minus the code is below zero where the row goes right: bit 3 is then the step to the right child.
  return load<i32>(at, 4) + (((<i32>load<u16>(at, 2) - code) >>> 28) & 8);
}

let sets: i32 = 0;
let setBytes: i32 = 0;

/** `step` where some splits are category sets: both tests are made, one is taken, without a branch. */
// @ts-ignore: decorator
@inline
function stepWithSets(at: i32, row: i32): i32 {
  const code = <i32>load<u16>(row + ((<i32>load<u16>(at)) << 1));
  const limit = <i32>load<u16>(at, 2);
  const child = load<i32>(at, 4);
  const isSet = child >> 31;
  const bits = <i32>load<u8>(sets + (limit & isSet) * setBytes + ((code >>> 3) & isSet));
  return (child ^ isSet) + select<i32>(((bits >>> (code & 7)) & 1) << 3, ((limit - code) >>> 28) & 8, isSet != 0);
}

// @ts-ignore: decorator
@inline
function add(sum: i32, leafRow: i32, leafValues: i32, at: i32, leafBytes: i32): void {
  const from = leafValues + load<i32>(leafRow + (at >>> 1)) * leafBytes;
  if (leafBytes == 16) v128.store(sum, f64x2.add(v128.load(sum), v128.load(from)));
  else for (let k = 0; k < leafBytes; k += 8) store<f64>(sum + k, load<f64>(sum + k) + load<f64>(from + k));
}

/** Whole blocks of eight rows, tree by tree. `roots` holds addresses. */
export function addBlocks(
  roots: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  codes: i32,
  blockBytes: i32,
  blocks: i32,
  sums: i32,
): void {
  const width = leafBytes * targetCount;
  for (let tree = 0; tree < treeCount; tree++) {
    const root = load<i32>(roots + (tree << 2));
    let row = codes;
    let sum = sums + (tree % targetCount) * leafBytes;
    for (let block = 0; block < blocks; block++) {
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let e = root;
      let f = root;
      let g = root;
      let h = root;
      let moved = 0;
      do {
        let next = step(a, row);
        moved = next ^ a;
        a = next;
        next = step(b, row + 2);
        moved |= next ^ b;
        b = next;
        next = step(c, row + 4);
        moved |= next ^ c;
        c = next;
        next = step(d, row + 6);
        moved |= next ^ d;
        d = next;
        next = step(e, row + 8);
        moved |= next ^ e;
        e = next;
        next = step(f, row + 10);
        moved |= next ^ f;
        f = next;
        next = step(g, row + 12);
        moved |= next ^ g;
        g = next;
        next = step(h, row + 14);
        moved |= next ^ h;
        h = next;
      } while (moved != 0);
      add(sum, leafRow, leafValues, a, leafBytes);
      add(sum + width, leafRow, leafValues, b, leafBytes);
      add(sum + 2 * width, leafRow, leafValues, c, leafBytes);
      add(sum + 3 * width, leafRow, leafValues, d, leafBytes);
      add(sum + 4 * width, leafRow, leafValues, e, leafBytes);
      add(sum + 5 * width, leafRow, leafValues, f, leafBytes);
      add(sum + 6 * width, leafRow, leafValues, g, leafBytes);
      add(sum + 7 * width, leafRow, leafValues, h, leafBytes);
      sum += 8 * width;
      row += blockBytes;
    }
  }
}

/** One row, four trees at a time. */
export function addRow(
  roots: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  row: i32,
  sum: i32,
): void {
  let tree = 0;
  for (; tree + 4 <= treeCount; tree += 4) {
    let a = load<i32>(roots + (tree << 2));
    let b = load<i32>(roots + (tree << 2), 4);
    let c = load<i32>(roots + (tree << 2), 8);
    let d = load<i32>(roots + (tree << 2), 12);
    let moved = 0;
    do {
      let next = step(a, row);
      moved = next ^ a;
      a = next;
      next = step(b, row);
      moved |= next ^ b;
      b = next;
      next = step(c, row);
      moved |= next ^ c;
      c = next;
      next = step(d, row);
      moved |= next ^ d;
      d = next;
    } while (moved != 0);
    add(sum + (tree % targetCount) * leafBytes, leafRow, leafValues, a, leafBytes);
    add(sum + ((tree + 1) % targetCount) * leafBytes, leafRow, leafValues, b, leafBytes);
    add(sum + ((tree + 2) % targetCount) * leafBytes, leafRow, leafValues, c, leafBytes);
    add(sum + ((tree + 3) % targetCount) * leafBytes, leafRow, leafValues, d, leafBytes);
  }
  for (; tree < treeCount; tree++) {
    let at = load<i32>(roots + (tree << 2));
    for (let next = step(at, row); next != at; next = step(at, row)) at = next;
    add(sum + (tree % targetCount) * leafBytes, leafRow, leafValues, at, leafBytes);
  }
}

/** Rows of trees with category sets, at `setsAt`, `bytesOfSet` each; four rows of a block at a time. */
export function addBlocksWithSets(
  roots: i32,
  treeCount: i32,
  leafRow: i32,
  leafValues: i32,
  leafBytes: i32,
  targetCount: i32,
  codes: i32,
  blockBytes: i32,
  blocks: i32,
  sums: i32,
  setsAt: i32,
  bytesOfSet: i32,
): void {
  sets = setsAt;
  setBytes = bytesOfSet;
  const width = leafBytes * targetCount;
  for (let tree = 0; tree < treeCount; tree++) {
    const root = load<i32>(roots + (tree << 2));
    let sum = sums + (tree % targetCount) * leafBytes;
    for (let half = 0; half < 2 * blocks; half++) {
      const row = codes + (half >>> 1) * blockBytes + ((half & 1) << 3);
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      let moved = 0;
      do {
        let next = stepWithSets(a, row);
        moved = next ^ a;
        a = next;
        next = stepWithSets(b, row + 2);
        moved |= next ^ b;
        b = next;
        next = stepWithSets(c, row + 4);
        moved |= next ^ c;
        c = next;
        next = stepWithSets(d, row + 6);
        moved |= next ^ d;
        d = next;
      } while (moved != 0);
      add(sum, leafRow, leafValues, a, leafBytes);
      add(sum + width, leafRow, leafValues, b, leafBytes);
      add(sum + 2 * width, leafRow, leafValues, c, leafBytes);
      add(sum + 3 * width, leafRow, leafValues, d, leafBytes);
      sum += 4 * width;
    }
  }
}
