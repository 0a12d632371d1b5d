import { DomainError, type FeatureColumn } from '@antidote/tabular';
import { numbersOf, type BinnedFeatures } from './binning/bin-features.js';
import { binnedLeaf } from './tree/binned-leaf.js';
import type { TreeModel } from './tree-model.js';

/**
 * Mean of the trees' leaf probabilities.
 *
 * @param features the model's columns in the model's order; a category the model never saw counts as missing
 * @returns row-major, `rowCount` x classes; each row sums to 1
 * @throws DomainError `column_mismatch` naming the column, `shape_mismatch`
 */
export function predictProbabilities(model: TreeModel, features: FeatureColumn[], rowCount: number): Float64Array {
  const columns = modelColumns(model, features, rowCount);
  const { roots, feature, threshold, missingLeft, next, leafProbabilities, classCount } = model.trees;
  const probabilities = new Float64Array(rowCount * classCount);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    for (let row = 0; row < rowCount; row++) {
      let node = root;
      let split = feature[node]!;
      while (split >= 0) {
        const value = columns[split]![row]!;
        const left = value <= threshold[node]! || (missingLeft[node] === 1 && value !== value);
        node = left ? next[node]! : next[node]! + 1;
        split = feature[node]!;
      }
      const from = next[node]! * classCount;
      const to = row * classCount;
      for (let c = 0; c < classCount; c++) probabilities[to + c]! += leafProbabilities[from + c]!;
    }
  }
  return averaged(probabilities, roots.length);
}

/**
 * The class with the highest probability; ties go to the class that sorts first.
 * @returns codes into `model.classes`, one a row
 * @throws DomainError as `predictProbabilities`
 */
export function predictLabels(model: TreeModel, features: FeatureColumn[], rowCount: number): Int32Array {
  return mostProbable(predictProbabilities(model, features, rowCount), model.classes.length);
}

/**
 * `predictLabels` for rows of the very table the model was fitted on (other rows of it included), over its bins.
 * @param rows positions in the binned table
 */
export function predictBinnedLabels(model: TreeModel, binned: BinnedFeatures, rows: ArrayLike<number>): Int32Array {
  const { roots, leafProbabilities, classCount } = model.trees;
  const sums = new Float64Array(rows.length * classCount);
  for (let tree = 0; tree < roots.length; tree++) {
    for (let i = 0; i < rows.length; i++) {
      const from = binnedLeaf(model.trees, roots[tree]!, binned, rows[i]!) * classCount;
      const to = i * classCount;
      for (let c = 0; c < classCount; c++) sums[to + c]! += leafProbabilities[from + c]!;
    }
  }
  return mostProbable(averaged(sums, roots.length), classCount);
}

/**
 * Argmax of each row; ties go to the lower class.
 * @param probabilities row-major, rows x `classCount`
 */
export function mostProbable(probabilities: Float64Array, classCount: number): Int32Array {
  const labels = new Int32Array(probabilities.length / classCount);
  for (let row = 0; row < labels.length; row++) {
    const at = row * classCount;
    let best = 0;
    for (let c = 1; c < classCount; c++) if (probabilities[at + c]! > probabilities[at + best]!) best = c;
    labels[row] = best;
  }
  return labels;
}

/**
 * The columns as the trees compare them: numbers, and categories by the model's codes; missing and unseen as NaN.
 * @throws DomainError `column_mismatch`, `shape_mismatch`
 */
export function modelColumns(model: TreeModel, features: FeatureColumn[], rowCount: number): Float64Array[] {
  if (features.length !== model.features.length) {
    throw new DomainError(
      'column_mismatch',
      `there are ${features.length} feature columns; the model wants ${model.features.length}: ${model.features.map((feature) => feature.name).join(', ')}`,
    );
  }
  return model.features.map((schema, index) => {
    const column = features[index]!;
    const kind = schema.type === 'numeric' ? 'numeric' : 'category';
    if (column.name !== schema.name || column.kind !== kind) {
      throw new DomainError(
        'column_mismatch',
        `column ${index + 1} is '${column.name}' (${column.kind}); the model wants '${schema.name}' (${kind}) there`,
        { column: schema.name },
      );
    }
    const values =
      column.kind === 'category' ? recoded(column.codes, column.categories, schema.categories!) : numbersOf(column);
    if (values.length !== rowCount) {
      throw new DomainError(
        'shape_mismatch',
        `column '${column.name}' has ${values.length} rows; expected ${rowCount}`,
      );
    }
    return values;
  });
}

function recoded(codes: Int32Array, categories: string[], modelCategories: string[]): Float64Array {
  const codeOf = new Map(modelCategories.map((category, code) => [category, code]));
  const recode = categories.map((category) => codeOf.get(category) ?? NaN);
  return Float64Array.from(codes, (code) => (code < 0 ? NaN : recode[code]!));
}

function averaged(sums: Float64Array, trees: number): Float64Array {
  for (let i = 0; i < sums.length; i++) sums[i] = sums[i]! / trees;
  return sums;
}
