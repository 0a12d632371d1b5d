import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { Random, selectRows, type Table } from '@antidote/tabular';
import { fitModel, predictProbabilities, type BinnedFeatures } from '@antidote/training';

export interface CrossValidatedOptions {
  kind: ModelKind;
  parameters?: ModelParameters;
  seed: number;
  threads?: number;
  /** Default 5; a class with fewer rows is absent from some of them. */
  folds?: number;
  /** Rows that each fold's model learns from at most, drawn by the seed; all when absent. */
  maxRows?: number;
}

const STREAM = 62;
const NEIGHBOURS = 10;

/**
 * Out-of-sample class probabilities: each row is judged by a model fitted without its fold. The rows of each class are
 * dealt to the folds in turn, in row order; rows without a label are judged by the first fold's model.
 *
 * @param binned of the table's features
 * @returns row-major, rows x classes
 */
export function crossValidatedProbabilities(
  table: Table,
  binned: BinnedFeatures,
  { kind, parameters = {}, seed, threads = 1, folds = 5, maxRows = Infinity }: CrossValidatedOptions,
): Float64Array {
  const { codes, classes } = table.target;
  const dealt = new Int32Array(classes.length);
  const foldOf = codes.map((code) => (code < 0 ? 0 : dealt[code]!++ % folds));
  const predProbs = new Float64Array(codes.length * classes.length);
  for (let fold = 0; fold < folds; fold++) {
    const held = Uint32Array.from(codes.keys()).filter((row) => foldOf[row] === fold);
    if (held.length === 0) continue;
    let rows = Uint32Array.from(codes.keys()).filter((row) => foldOf[row] !== fold && codes[row]! >= 0);
    if (rows.length === 0) rows = held.filter((row) => codes[row]! >= 0);
    if (rows.length > maxRows) {
      const drawn = new Random(seed, STREAM, fold).sample(rows.length, maxRows);
      rows = Uint32Array.from(drawn, (at) => rows[at]!);
    }
    const limits: ModelParameters =
      kind === 'k-nearest-neighbors' ? { nNeighbors: Math.min(NEIGHBOURS, rows.length) } : {};
    const model = fitModel(kind, binned, codes, classes, {
      seed,
      threads,
      rows,
      parameters: { ...limits, ...parameters },
    });
    const judged = predictProbabilities(model, selectRows(table, held).features, held.length, { threads });
    held.forEach((row, i) => {
      predProbs.set(judged.subarray(i * classes.length, (i + 1) * classes.length), row * classes.length);
    });
  }
  return predProbs;
}
