import type { TreeEnsemble, TreeModel } from '@antidote/training';
import { changeSize } from './change-size.js';
import { ownValues, stepsBetween, type EvasionTask, type FoundChange } from './evasion-task.js';
import { nextUp } from './next-up.js';

/** A leaf of a single tree: what a row must meet to fall into it. */
interface Leaf {
  label: number;
  /** By column that may change: values above `above` and up to `upTo`. */
  above: Float64Array;
  upTo: Float64Array;
  /** Splits on the way whose column may not change, with the side taken. */
  fixed: { node: number; left: boolean }[];
  /** Splits on columns that may change: a missing value cannot be changed and must go this way by itself. */
  free: { node: number; column: number; left: boolean }[];
}

/**
 * The least change of each row that flips a single tree's prediction, exactly: the nearest box of a leaf with another
 * label, over all leaves.
 *
 * @param predicted the tree's class code of each row
 * @returns null for a row that no change of the columns allowed can flip
 * @see Kantchelian, Tygar & Joseph, Evasion and Hardening of Tree Ensemble Classifiers (ICML 2016)
 */
export function evadeTree(
  model: TreeModel,
  task: EvasionTask,
  rows: ArrayLike<number>,
  predicted: Int32Array,
): (FoundChange | null)[] {
  const { trees } = model;
  const columnOf = new Map(task.columns.map(({ name }, index) => [name, index]));
  const slotOf = model.features.map(({ name }) => columnOf.get(name) ?? -1);
  const columns = model.features.map(({ name }) => task.table.features.find((column) => column.name === name)!);
  const goesLeft = (node: number, row: number) => {
    const column = columns[trees.feature[node]!]!;
    if (column.kind === 'numeric') {
      const value = column.values[row]!;
      return Number.isFinite(value) ? value <= trees.threshold[node]! : trees.missingLeft[node] === 1;
    }
    return isInSet(trees, node, codeIn(model, trees.feature[node]!, column, row));
  };
  const leaves = leavesOf(trees, task.columns.length, slotOf);
  return Array.from(rows, (row) => {
    const from = ownValues(task, row);
    let best: FoundChange | null = null;
    for (const leaf of leaves) {
      if (leaf.label === predicted[row]) continue;
      if (leaf.fixed.some(({ node, left }) => goesLeft(node, row) !== left)) continue;
      if (leaf.free.some(({ node, column, left }) => !Number.isFinite(from[column]!) && goesLeft(node, row) !== left))
        continue;
      const to = from.map((value, i) => {
        if (!Number.isFinite(value)) return value;
        if (value > leaf.upTo[i]!) return leaf.upTo[i]!;
        return value > leaf.above[i]! ? value : nextUp(leaf.above[i]!);
      });
      // A box narrower than a double holds no value.
      if (to.some((value, i) => value > leaf.upTo[i]! || value <= leaf.above[i]!)) continue;
      const distance = changeSize(stepsBetween(task, from, to), task.norm);
      if (best === null || distance < best.distance) best = { values: to, distance };
    }
    return best;
  });
}

function leavesOf(trees: TreeEnsemble, columnCount: number, slotOf: number[]): Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (node: number, path: Omit<Leaf, 'label'>) => {
    const feature = trees.feature[node]!;
    if (feature < 0) {
      leaves.push({ ...path, label: labelOf(trees, node) });
      return;
    }
    const column = slotOf[feature]!;
    for (const left of [true, false]) {
      const child = trees.next[node]! + (left ? 0 : 1);
      if (column < 0) {
        visit(child, { ...path, fixed: [...path.fixed, { node, left }] });
        continue;
      }
      const threshold = trees.threshold[node]!;
      const above = path.above.slice();
      const upTo = path.upTo.slice();
      if (left) upTo[column] = Math.min(upTo[column]!, threshold);
      else above[column] = Math.max(above[column]!, threshold);
      visit(child, { ...path, above, upTo, free: [...path.free, { node, column, left }] });
    }
  };
  visit(trees.roots[0]!, {
    above: new Float64Array(columnCount).fill(-Infinity),
    upTo: new Float64Array(columnCount).fill(Infinity),
    fixed: [],
    free: [],
  });
  return leaves;
}

function labelOf({ leafProbabilities, classCount, next }: TreeEnsemble, leaf: number): number {
  const at = next[leaf]! * classCount;
  let best = 0;
  for (let c = 1; c < classCount; c++) if (leafProbabilities[at + c]! > leafProbabilities[at + best]!) best = c;
  return best;
}

/** The category's code by the model's own list; -1 is missing or unseen. */
function codeIn(model: TreeModel, feature: number, column: { codes: Int32Array; categories: string[] }, row: number) {
  const schema = model.features[feature]!;
  const code = column.codes[row]!;
  return code < 0 || schema.type !== 'category' ? -1 : schema.categories!.indexOf(column.categories[code]!);
}

function isInSet({ categorySet, categorySets, missingLeft }: TreeEnsemble, node: number, code: number): boolean {
  if (code < 0) return missingLeft[node] === 1;
  return ((categorySets![categorySet![node]! + (code >> 5)]! >>> (code & 31)) & 1) === 1;
}
