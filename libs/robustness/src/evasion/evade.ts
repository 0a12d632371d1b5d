import type { Evasion, EvasionNorm, EvasionReport } from '@antidote/contracts';
import { sampleSd } from '@antidote/statistics';
import { DomainError, labelText, Random, type NumericColumn, type Table } from '@antidote/tabular';
import { predictLabels, type Model } from '@antidote/training';
import { evadeEnsemble } from './evade-ensemble.js';
import { evadeTree } from './evade-tree.js';
import type { EvasionTask } from './evasion-task.js';

export interface EvadeOptions {
  /** Columns that may change; all numeric ones that are not constant unless given. */
  columns?: readonly string[];
  norm?: EvasionNorm;
  /** Rows looked at, drawn at random where the table has more. */
  rows?: number;
  /** Budgets of the curve, in standard deviations. */
  budgets?: readonly number[];
  seed: number;
  onProgress?(done: number, total: number): void;
}

const BUDGETS = [0, 0.05, 0.1, 0.25, 0.5, 1, 2];
const STREAM = 71;

/**
 * Adversarial examples: the smallest change of each row's features that flips its prediction, in standard deviations of
 * the columns, and accuracy by the budget of such changes. Exact for a single tree; an upper bound for ensembles, whose
 * robust accuracy is then an upper bound too. Every change is a change of numbers, and was tried on the model.
 *
 * @param table rows with the model's columns
 * @throws DomainError `invalid_argument` for another kind of model, or a column that cannot change; `column_mismatch`,
 *   `too_few_rows`
 */
export function evade(model: Model, table: Table, options: EvadeOptions): EvasionReport {
  if (model.kind === 'logistic-regression' || model.kind === 'k-nearest-neighbors') {
    throw new DomainError(
      'invalid_argument',
      `Evasion is searched along the splits of trees; the model is ${model.kind}. Give a tree, a forest or boosting.`,
    );
  }
  if (table.rowCount === 0) throw new DomainError('too_few_rows', 'There is no row to change; give at least one.');
  const { norm = 'l2', budgets = BUDGETS, seed, onProgress } = options;
  const predicted = predictLabels(model, table.features, table.rowCount);
  const columns = changeable(model, table, options.columns);
  const task: EvasionTask = { table, columns, norm, scale: Float64Array.from(columns, ({ values }) => spread(values)) };
  const wanted = Math.min(options.rows ?? table.rowCount, table.rowCount);
  const rows = new Random(seed, STREAM).sample(table.rowCount, wanted);
  const exact = model.kind === 'decision-tree';
  const evasions = Array.from(rows, (row, index): Evasion => {
    onProgress?.(index, rows.length);
    const [found] = exact ? evadeTree(model, task, [row], predicted) : evadeEnsemble(model, task, [row], predicted);
    const facts = { row: table.rowIds[row]!, label: labelText(table, row), predicted: model.classes[predicted[row]!]! };
    if (!found) return { ...facts, becomes: null, distance: null, changes: [] };
    return {
      ...facts,
      becomes: model.classes[predictChanged(model, task, row, found.values)]!,
      distance: found.distance,
      changes: columns.flatMap(({ name, values }, i) =>
        Object.is(values[row], found.values[i]) ? [] : [{ column: name, from: values[row]!, to: found.values[i]! }],
      ),
    };
  });
  const labelled = evasions.filter(({ label }) => label !== '');
  const held = (budget: number) =>
    labelled.filter(({ label, predicted: says, distance }) => label === says && (distance ?? Infinity) > budget).length;
  return {
    formatVersion: 1,
    norm,
    exact,
    columns: columns.map(({ name }) => name),
    rows: rows.length,
    evasions,
    curve:
      labelled.length === 0
        ? []
        : budgets.map((budget) => ({ budget, robustAccuracy: held(budget) / labelled.length })),
  };
}

function changeable(model: Model, table: Table, names: readonly string[] | undefined): NumericColumn[] {
  const known = new Set(model.features.map(({ name }) => name));
  for (const name of names ?? []) {
    const column = table.features.find((one) => one.name === name);
    const why =
      !known.has(name) || !column ? 'is no column of the model' : column.kind !== 'numeric' ? 'is not numeric' : null;
    if (why !== null) {
      throw new DomainError(
        'invalid_argument',
        `Column ${JSON.stringify(name)} ${why}; name numeric columns of the model.`,
      );
    }
  }
  const columns = table.features.filter(
    (column): column is NumericColumn =>
      column.kind === 'numeric' &&
      known.has(column.name) &&
      (!names || names.includes(column.name)) &&
      spread(column.values) > 0,
  );
  if (columns.length > 0) return columns;
  throw new DomainError(
    'invalid_argument',
    'No numeric column that varies may be changed; allow another, or give more rows.',
  );
}

/** Sample standard deviation of the finite values; 0 for fewer than two. */
function spread(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.length > 1 ? sampleSd(finite) : 0;
}

function predictChanged(model: Model, { table, columns }: EvasionTask, row: number, values: Float64Array): number {
  const features = table.features.map((column) => {
    const slot = columns.findIndex(({ name }) => name === column.name);
    if (column.kind === 'category') return { ...column, codes: column.codes.slice(row, row + 1) };
    return { ...column, values: Float64Array.of(slot < 0 ? column.values[row]! : values[slot]!) };
  });
  return predictLabels(model, features, 1)[0]!;
}
