import { selectRows, type FeatureColumn } from '@antidote/tabular';
import { predictLabels, type BoostedModel, type TreeModel } from '@antidote/training';
import { changeSize } from './change-size.js';
import { ownValues, stepsBetween, type EvasionTask, type FoundChange } from './evasion-task.js';
import { nextUp } from './next-up.js';

/** Values tried a column, and again between the two neighbours of the best of them. */
const TRIED = 16;
/** Rows of other predictions that a search starts at. */
const NEAREST = 3;
/** Rounds over all changed columns; most searches settle in two or three. */
const ROUNDS = 6;

/**
 * A small change of each row that flips an ensemble's prediction: an upper bound on the least one. Starts are changes of
 * one column alone across any threshold of the trees, and the nearest rows with another prediction; from each, columns
 * go back towards the row's own value as far as the flip allows, the dearest first, until none can.
 *
 * @param predicted the model's class code of each row of the table
 * @returns null where no start flips
 * @see Chen et al., Robustness Verification of Tree-based Models (NeurIPS 2019), for what exact answers cost
 */
export function evadeEnsemble(
  model: TreeModel | BoostedModel,
  task: EvasionTask,
  rows: ArrayLike<number>,
  predicted: Int32Array,
): (FoundChange | null)[] {
  const thresholds = task.columns.map(({ name }) => thresholdsOf(model, name));
  return Array.from(rows, (row) => {
    const from = ownValues(task, row);
    const sizeOf = (to: Float64Array) => changeSize(stepsBetween(task, from, to), task.norm);
    const flips = (candidates: Float64Array[]) => flipping(model, task, row, predicted[row]!, candidates);
    const starts = [
      ...smallest(flips(singleChanges(from, thresholds)), sizeOf, 2),
      ...smallest(flips(nearestOthers(task, row, from, predicted, sizeOf)), sizeOf, NEAREST),
    ];
    let best: FoundChange | null = null;
    for (const start of starts) {
      const values = drawnBack(start, from, thresholds, task, flips);
      const distance = sizeOf(values);
      if (best === null || distance < best.distance) best = { values, distance };
    }
    return best;
  });
}

/** Ascending thresholds of a column over all trees. */
function thresholdsOf({ features, trees }: TreeModel | BoostedModel, name: string): Float64Array {
  const feature = features.findIndex((one) => one.name === name);
  const found = new Set<number>();
  trees.feature.forEach((of, node) => {
    if (of === feature) found.add(trees.threshold[node]!);
  });
  return Float64Array.from(found).sort();
}

/** The values just past each threshold between `from` and `to`, the nearest to `from` first; at most `most`, evenly. */
function crossings(thresholds: Float64Array, from: number, to: number, most: number): number[] {
  const between = thresholds.filter((edge) => (from < to ? edge >= from && edge < to : edge < from && edge >= to));
  if (from >= to) between.reverse();
  const picked =
    between.length <= most
      ? between
      : Float64Array.from({ length: most }, (_, i) => between[Math.round((i * (between.length - 1)) / (most - 1))]!);
  return Array.from(picked, (edge) => (from < to ? nextUp(edge) : edge));
}

function singleChanges(from: Float64Array, thresholds: Float64Array[]): Float64Array[] {
  return thresholds.flatMap((edges, column) => {
    const own = from[column]!;
    if (!Number.isFinite(own)) return [];
    return [Infinity, -Infinity].flatMap((end) =>
      crossings(edges, own, end, TRIED).map((value) => withValue(from, column, value)),
    );
  });
}

/** The values of the nearest rows with another prediction; missing ones stay the row's own. */
function nearestOthers(
  { table, columns }: EvasionTask,
  row: number,
  from: Float64Array,
  predicted: Int32Array,
  sizeOf: (to: Float64Array) => number,
): Float64Array[] {
  const others: Float64Array[] = [];
  for (let other = 0; other < table.rowCount; other++) {
    if (predicted[other] === predicted[row]) continue;
    others.push(
      from.map((own, i) => {
        const value = columns[i]!.values[other]!;
        return Number.isFinite(own) && Number.isFinite(value) ? value : own;
      }),
    );
  }
  return smallest(others, sizeOf, 4 * NEAREST);
}

/** Draws columns back towards `from`, the dearest first, as far as the prediction stays flipped. */
function drawnBack(
  start: Float64Array,
  from: Float64Array,
  thresholds: Float64Array[],
  task: EvasionTask,
  flips: (candidates: Float64Array[]) => Float64Array[],
): Float64Array {
  let values = start;
  for (let round = 0; round < ROUNDS; round++) {
    const steps = stepsBetween(task, from, values);
    const changed = [...steps.keys()].filter((i) => steps[i]! > 0).sort((a, b) => steps[b]! - steps[a]! || a - b);
    let moved = false;
    for (const column of changed) {
      let far = values[column]!;
      let near = from[column]!;
      // Twice: coarse over the whole way, then fine between the best and what did not flip before it.
      for (let pass = 0; pass < 2; pass++) {
        const tried = [near, ...crossings(thresholds[column]!, near, far, TRIED)].filter((value) => value !== far);
        const held = flips(tried.map((value) => withValue(values, column, value)));
        if (held.length === 0) break;
        const best = held[0]![column]!;
        const at = tried.indexOf(best);
        values = held[0]!;
        moved = true;
        if (at === 0) break;
        far = best;
        near = tried[at - 1]!;
      }
    }
    if (!moved) break;
  }
  return values;
}

function withValue(values: Float64Array, column: number, value: number): Float64Array {
  const changed = values.slice();
  changed[column] = value;
  return changed;
}

/** Those of the candidates, in their order, that the model predicts otherwise than `own`. */
function flipping(
  model: TreeModel | BoostedModel,
  { table, columns }: EvasionTask,
  row: number,
  own: number,
  candidates: Float64Array[],
): Float64Array[] {
  if (candidates.length === 0) return [];
  const copies = selectRows({ ...table, context: undefined }, new Uint32Array(candidates.length).fill(row));
  const slotOf = new Map(columns.map(({ name }, index) => [name, index]));
  const features = copies.features.map((column): FeatureColumn => {
    const slot = slotOf.get(column.name);
    if (slot === undefined || column.kind !== 'numeric') return column;
    return { ...column, values: Float64Array.from(candidates, (values) => values[slot]!) };
  });
  const labels = predictLabels(model, features, candidates.length);
  return candidates.filter((_, i) => labels[i] !== own);
}

function smallest(candidates: Float64Array[], sizeOf: (to: Float64Array) => number, most: number): Float64Array[] {
  return candidates
    .map((values) => ({ values, size: sizeOf(values) }))
    .sort((a, b) => a.size - b.size)
    .slice(0, most)
    .map(({ values }) => values);
}
