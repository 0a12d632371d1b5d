import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { BinnedFeatures } from './binning/bin-features.js';
import type { FitContext, Learner } from './learner.js';
import type { ModelFacts } from './model-facts.js';
import { completeParameters } from './parameter-table.js';
import { checkRow } from './sound-rows.js';
import { checkSeed } from './sound-seed.js';

const MAX_CLASSES = 65_536;

export interface TrainOptions {
  /** By scikit-learn's names in camelCase; see `checkParameters`. */
  parameters?: ModelParameters;
  /** A whole number from 0 to 2^53 - 1. */
  seed: number;
  /** From 1 to 1024; results never depend on it. */
  threads?: number;
  /** Positions to train on; all rows when absent. Rows without a label are always left out. */
  rows?: ArrayLike<number>;
  /** `binned.rowCount` weights, finite and from 0; a row of weight 0 is left out. A weight of 2 counts as the row twice. */
  sampleWeights?: Float64Array;
  /** Keep out-of-bag predictions; needs a forest with bootstrap. */
  outOfBag?: boolean;
  /** Positions that early stopping looks at; never trained on, also where `rows` names them. */
  validationRows?: ArrayLike<number>;
  onProgress?(done: number, total: number): void;
  /** Set `aborted` from `onProgress` or another thread: the fit then stops with `cancelled`. */
  signal?: { readonly aborted: boolean };
  onPhase?(phase: 'fit', state: 'begin' | 'end'): void;
}

/** Checks what `fitModel` is given and has `learner` fit it. */
export function fitWith<K extends ModelKind, M extends ModelFacts & { kind: ModelKind }>(
  learner: Learner<M>,
  kind: K & M['kind'],
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  options: TrainOptions,
): M {
  const parameters = completeParameters(kind, learner.parameters, options.parameters);
  checkSeed(options.seed);
  checkShapes(binned, labels, classes, options);
  const rows = trainingRows(binned.rowCount, labels, options);
  const given = options.sampleWeights && Float64Array.from(rows, (row) => options.sampleWeights![row]!);
  const sampleWeights = given?.some((weight) => weight !== 1) ? given : null;
  const context: FitContext<M['kind']> = {
    kind,
    binned,
    labels,
    classes,
    rows,
    sampleWeights,
    weights:
      parameters.classWeight === 'balanced' ? balanced(rows, labels, classes.length, sampleWeights) : sampleWeights,
    validationRows: options.validationRows ? Int32Array.from(options.validationRows) : null,
    parameters,
    seed: options.seed,
    threads: options.threads ?? 1,
    outOfBag: options.outOfBag ?? false,
    progress(done, total) {
      options.onProgress?.(done, total);
      if (options.signal?.aborted) {
        throw new DomainError('cancelled', `the fit was cancelled after ${done} of ${total} steps`);
      }
    },
  };
  options.onPhase?.('fit', 'begin');
  const model = learner.fit(context);
  options.onPhase?.('fit', 'end');
  return model;
}

/** The positions with a label and a weight, in the order given. */
function trainingRows(rowCount: number, labels: Int32Array, options: TrainOptions): Int32Array {
  const { rows, sampleWeights } = options;
  const isHeldOut = new Uint8Array(rowCount);
  for (let i = 0; i < (options.validationRows?.length ?? 0); i++) {
    const row = options.validationRows![i]!;
    checkRow(row, rowCount, 'validation row');
    isHeldOut[row] = 1;
  }
  const count = rows?.length ?? rowCount;
  const kept = new Int32Array(count);
  let size = 0;
  for (let i = 0; i < count; i++) {
    const row = rows ? rows[i]! : i;
    checkRow(row, rowCount);
    if (labels[row]! >= 0 && !isHeldOut[row] && (!sampleWeights || sampleWeights[row]! > 0)) kept[size++] = row;
  }
  if (size === 0) {
    const why = sampleWeights ? 'with a label and a weight above 0' : 'with a label';
    throw new DomainError('too_few_rows', `no row ${why} to train on; give at least one`);
  }
  return kept.subarray(0, size);
}

/** Sample weight times total weight / (classes present * weight of the row's class). */
function balanced(
  rows: Int32Array,
  labels: Int32Array,
  classCount: number,
  sampleWeights: Float64Array | null,
): Float64Array {
  const byClass = new Float64Array(classCount);
  for (let i = 0; i < rows.length; i++) byClass[labels[rows[i]!]!]! += sampleWeights ? sampleWeights[i]! : 1;
  let total = 0;
  let present = 0;
  for (const weight of byClass) {
    total += weight;
    if (weight > 0) present++;
  }
  return Float64Array.from(rows, (row, i) => {
    const classWeight = total / (present * byClass[labels[row]!]!);
    return sampleWeights ? sampleWeights[i]! * classWeight : classWeight;
  });
}

function checkShapes(
  binned: BinnedFeatures,
  labels: Int32Array,
  classes: string[],
  { threads = 1, sampleWeights }: TrainOptions,
): void {
  const { rowCount } = binned;
  if (labels.length !== rowCount) {
    throw new DomainError('shape_mismatch', `there are ${labels.length} labels for ${rowCount} rows; give one a row`);
  }
  for (let row = 0; row < rowCount; row++) {
    if (labels[row]! >= classes.length) {
      throw new DomainError(
        'shape_mismatch',
        `row ${row} has the label code ${labels[row]} but there are ${classes.length} classes; give codes below that, or -1`,
      );
    }
  }
  if (binned.schema.length === 0)
    throw new DomainError('shape_mismatch', 'the table has no feature column; give at least one');
  if (classes.length > MAX_CLASSES) {
    throw new DomainError(
      'limit_exceeded',
      `the target has ${classes.length} classes; at most ${MAX_CLASSES} are supported`,
    );
  }
  if (new Set(classes).size < classes.length) {
    const twice = classes.find((name, code) => classes.indexOf(name) !== code);
    throw new DomainError('invalid_argument', `class '${twice}' is listed twice; give each class once`);
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024) {
    throw new DomainError('parameter_out_of_range', `threads is ${threads}; give a whole number from 1 to 1024`);
  }
  if (!sampleWeights) return;
  if (sampleWeights.length !== rowCount) {
    throw new DomainError(
      'shape_mismatch',
      `there are ${sampleWeights.length} sample weights for ${rowCount} rows; give one a row`,
    );
  }
  const bad = sampleWeights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    throw new DomainError(
      'parameter_out_of_range',
      `the sample weight of row ${bad} is ${sampleWeights[bad]}; give finite numbers from 0`,
    );
  }
}
