import { binFeatures, fitForest, type TreeModel } from '@antidote/training/forests';
import type { Table } from '@antidote/tabular';

/** Trees of the attacker's own forest; enough that every row is left out by dozens of them. */
const TREES = 100;

interface Surrogate {
  model: TreeModel;
  probabilities: Float64Array;
}

/** The latest of each table: budgets and attacks tried on one table by one seed share it. */
const latest = new WeakMap<Table, Surrogate & { seed: number }>();

/**
 * The attacker's own model of the data: a random forest on the labels as they are. Not to be written to.
 *
 * @returns row-major out-of-bag probabilities, rows x classes, NaN in rows without a label
 */
export function surrogate(table: Table, seed: number): Surrogate {
  const known = latest.get(table);
  if (known?.seed === seed) return known;
  const { codes, classes } = table.target;
  const model = fitForest(binFeatures(table.features, table.rowCount), codes, classes, {
    seed,
    parameters: { nEstimators: TREES, minSamplesLeaf: 3 },
    outOfBag: true,
  });
  const made = { seed, model, probabilities: model.outOfBag!.probabilities };
  latest.set(table, made);
  return made;
}

/** The most probable class other than the row's own, among those present; ties to the lower code. */
export function runnerUp(probabilities: Float64Array, classCount: number, row: number, own: number, present: number[]) {
  let best = -1;
  for (const code of present) {
    if (code === own) continue;
    if (best < 0 || probabilities[row * classCount + code]! > probabilities[row * classCount + best]!) best = code;
  }
  return best;
}
