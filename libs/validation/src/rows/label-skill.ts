import { Random, type CategoryColumn, type FeatureColumn, type NumericColumn } from '@antidote/tabular';
import { binFeatures, fitModel, predictBinnedLabels } from '@antidote/training';

const FOLDS = 4;

/**
 * How well a single column tells the label of rows it has not seen: the balanced accuracy, out of fold, of a tree over
 * the numbers, or of the class most over-represented among a category's rows; missing values are a value of their own.
 * Scaled so that 0 is guessing and 1 is certainty; below 0 by chance.
 *
 * @param codes label codes, -1 for none
 */
export function labelSkill(column: FeatureColumn, codes: Int32Array, classes: string[], seed: number): number {
  const totals = new Float64Array(classes.length);
  for (const code of codes) if (code >= 0) totals[code]!++;
  const present = totals.filter((count) => count > 0).length;
  if (present < 2) return 0;
  const fold = new Random(seed, codes.length).shuffle(Int32Array.from(codes, (_, row) => row % FOLDS));
  const predicted =
    column.kind === 'numeric' ? byTree(column, codes, classes, fold, seed) : byCategory(column, codes, totals, fold);
  let balanced = 0;
  codes.forEach((code, row) => {
    if (code >= 0 && predicted[row] === code) balanced += 1 / totals[code]! / present;
  });
  return (balanced - 1 / present) / (1 - 1 / present);
}

function byTree(
  column: NumericColumn,
  codes: Int32Array,
  classes: string[],
  fold: Int32Array,
  seed: number,
): Int32Array {
  const binned = binFeatures([column], codes.length);
  const predicted = new Int32Array(codes.length).fill(-1);
  for (let out = 0; out < FOLDS; out++) {
    const inside: number[] = [];
    const outside: number[] = [];
    codes.forEach((code, row) => {
      if (code >= 0) (fold[row] === out ? outside : inside).push(row);
    });
    if (inside.length === 0 || outside.length === 0) continue;
    const model = fitModel('decision-tree', binned, codes, classes, {
      seed,
      rows: inside,
      parameters: { minSamplesLeaf: 3, classWeight: 'balanced' },
    });
    predictBinnedLabels(model, binned, outside).forEach((code, i) => (predicted[outside[i]!] = code));
  }
  return predicted;
}

function byCategory(
  { codes: values, categories }: CategoryColumn,
  codes: Int32Array,
  totals: Float64Array,
  fold: Int32Array,
): Int32Array {
  const classCount = totals.length;
  const cellOf = (row: number) => (values[row]! < 0 ? categories.length : values[row]!) * classCount;
  const all = new Float64Array((categories.length + 1) * classCount);
  const own = Array.from({ length: FOLDS }, () => new Float64Array(all.length));
  codes.forEach((code, row) => {
    if (code < 0) return;
    all[cellOf(row) + code]!++;
    own[fold[row]!]![cellOf(row) + code]!++;
  });
  return codes.map((code, row) => {
    if (code < 0) return -1;
    const at = cellOf(row);
    let best = -1;
    let bestShare = 0;
    for (let c = 0; c < classCount; c++) {
      // A class weighs by its own size, so that rare classes are told too.
      const share = totals[c]! > 0 ? (all[at + c]! - own[fold[row]!]![at + c]!) / totals[c]! : 0;
      if (share > bestShare) [best, bestShare] = [c, share];
    }
    return best;
  });
}
