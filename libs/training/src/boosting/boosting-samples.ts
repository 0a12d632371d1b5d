import { DomainError, Random, stratifiedSplit } from '@antidote/tabular';
import type { FitContext } from '../learner.js';
import type { BoostingSettings } from './boosting-parameters.js';
import { BOOSTING_STREAM, STREAMS } from './boosting-streams.js';

/** Rows with what belongs to them, by place in the list. */
export interface Sample {
  /** Positions in the binned table. */
  positions: Int32Array;
  labels: Int32Array;
  weights: Float64Array | null;
}

/**
 * The rows to train on and, with early stopping, those to judge by: the validation rows given, else a stratified share.
 * @throws DomainError `too_few_rows` when there is no row to judge by
 */
export function boostingSamples(
  { labels, rows, weights, validationRows, classes, seed }: FitContext<'gradient-boosting'>,
  { earlyStopping, validationFraction }: BoostingSettings,
): { train: Sample; validation: Sample | null } {
  const all: Sample = { positions: rows, labels: Int32Array.from(rows, (row) => labels[row]!), weights };
  if (!earlyStopping) return { train: all, validation: null };
  if (validationRows) {
    const judged = validationRows.filter((row) => labels[row]! >= 0);
    if (judged.length === 0) {
      throw new DomainError(
        'too_few_rows',
        'no validation row has a label; give at least one, or earlyStopping: false',
      );
    }
    const validation = { positions: judged, labels: judged.map((row) => labels[row]!), weights: null };
    return { train: all, validation };
  }
  const random = new Random(seed, BOOSTING_STREAM, STREAMS.validation);
  const { train, test } = stratifiedSplit(all.labels, classes.length, validationFraction, random);
  return { train: part(all, train), validation: part(all, test) };
}

function part({ positions, labels, weights }: Sample, chosen: Uint32Array): Sample {
  return {
    positions: Int32Array.from(chosen, (i) => positions[i]!),
    labels: Int32Array.from(chosen, (i) => labels[i]!),
    weights: weights ? Float64Array.from(chosen, (i) => weights[i]!) : null,
  };
}

/** Summed weight of each class. */
export function classWeights({ labels, weights }: Sample, classCount: number): Float64Array {
  const sums = new Float64Array(classCount);
  for (let i = 0; i < labels.length; i++) sums[labels[i]!]! += weights ? weights[i]! : 1;
  return sums;
}
