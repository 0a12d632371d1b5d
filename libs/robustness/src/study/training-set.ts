import type { AttackResult } from '@antidote/poisoning';
import type { Table } from '@antidote/tabular';
import { binFeatures, type BinnedFeatures } from '@antidote/training';

/** What a model of a study is fitted on. */
export interface TrainingSet {
  binned: BinnedFeatures;
  /** One code a row of `binned`; -1 is left out. */
  labels: Int32Array;
  /** Positions in `binned` to train on: those of the training table's rows, in its order. */
  rows: Uint32Array;
  sampleWeights?: Float64Array;
  /** True where `binned` is the study's own, which holds the scored rows too. */
  shared: boolean;
}

/** Unpoisoned training rows, over the bins that all fits share. */
export function cleanTraining(table: Table, binned: BinnedFeatures, train: Uint32Array): TrainingSet {
  return { binned, labels: table.target.codes, rows: train, shared: true };
}

/**
 * The training rows after an attack. Where labels alone changed, the bins of the study serve; else the poisoned rows get
 * bins of their own.
 */
export function poisonedTraining(
  table: Table,
  binned: BinnedFeatures,
  train: Uint32Array,
  { table: poisoned, patch }: AttackResult,
): TrainingSet {
  if (patch.cells.length === 0 && patch.add.length === 0) {
    return { ...cleanTraining(table, binned, train), labels: lifted(table.rowCount, train, poisoned.target.codes) };
  }
  return {
    binned: binFeatures(poisoned.features, poisoned.rowCount),
    labels: poisoned.target.codes,
    rows: Uint32Array.from({ length: poisoned.rowCount }, (_, row) => row),
    shared: false,
  };
}

/** The same rows with other labels and weights, given one a row of the training table; -1 leaves a row out. */
export function relabelledTraining(set: TrainingSet, codes: Int32Array, weights?: Float64Array): TrainingSet {
  const { rowCount } = set.binned;
  const sampleWeights = weights && new Float64Array(rowCount);
  if (weights) set.rows.forEach((row, i) => (sampleWeights![row] = weights[i]!));
  return { ...set, labels: lifted(rowCount, set.rows, codes), ...(sampleWeights && { sampleWeights }) };
}

function lifted(rowCount: number, rows: Uint32Array, codes: Int32Array): Int32Array {
  const labels = new Int32Array(rowCount).fill(-1);
  rows.forEach((row, i) => (labels[row] = codes[i]!));
  return labels;
}
