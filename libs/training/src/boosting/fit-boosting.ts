import { DomainError, Random, stratifiedSplit } from '@antidote/tabular';
import type { FitContext } from '../learner.js';
import type { BoostedModel } from './boosted-model.js';
import { BoostedTreeGrower, openNodes } from './boosted-tree-grower.js';
import { BoostedTreesBuilder } from './boosted-trees-builder.js';
import { boostingSettings, type BoostingSettings } from './boosting-parameters.js';
import { GradientQuantum } from './gradient-quantum.js';
import { ScalarHistogramKernel, type HistogramKernel } from './histogram-kernel.js';
import { packFeatures, planMemory, type MemoryPlan } from './histogram-memory.js';
import { LogLoss } from './log-loss.js';

/** Random numbers: stream (BOOSTING, purpose, round, target), so that no draw depends on another. */
const BOOSTING_STREAM = 7;
const STREAMS = { validation: 0, rows: 1, features: 2 } as const;

/** Rows with what belongs to them, by position in the list. */
interface Sample {
  positions: Int32Array;
  labels: Int32Array;
  weights: Float64Array | null;
}

export type MakeKernel = (plan: MemoryPlan) => HistogramKernel;

/** A kernel over memory of its own. */
export const scalarKernel: MakeKernel = (plan) =>
  new ScalarHistogramKernel(plan.on(new ArrayBuffer(plan.byteLength), 0));

/**
 * Gradient boosting of regression trees on histograms, with Newton leaf values. Gradients are rounded to a quantum
 * that makes their sums exact, so the model does not depend on the order of rows, on threads, or on the kernel.
 *
 * @throws DomainError `too_few_rows` when early stopping has no row to judge by; `cancelled`
 * @see Chen & Guestrin, XGBoost (KDD 2016); Ke et al., LightGBM (NeurIPS 2017)
 */
export function fitBoosting(context: FitContext<'gradient-boosting'>, makeKernel: MakeKernel): BoostedModel {
  const { binned, classes, parameters, seed } = context;
  const settings = boostingSettings(parameters);
  const loss = new LogLoss(classes.length);
  const { train, validation } = samples(context, settings);
  const rowCount = train.positions.length;
  const { targetCount } = loss;

  const weightOfClass = new Float64Array(classes.length);
  let totalWeight = 0;
  for (let i = 0; i < rowCount; i++) {
    const weight = train.weights ? train.weights[i]! : 1;
    weightOfClass[train.labels[i]!]! += weight;
    totalWeight += weight;
  }
  const baseline = loss.baseline(weightOfClass);
  const builder = new BoostedTreesBuilder(targetCount);
  const modelOf = (bestIteration: number): BoostedModel => ({
    kind: 'gradient-boosting',
    classes,
    features: binned.schema,
    parameters,
    seed,
    baseline,
    trees: builder.finish(bestIteration * targetCount),
    bestIteration,
  });
  if (classes.length === 1) {
    builder.leaf(builder.addRoot(), 0);
    return modelOf(1);
  }

  const featureCount = Math.max(1, Math.round(settings.colsampleBytree * binned.schema.length));
  const kernel = makeKernel(
    planMemory(binned, rowCount, targetCount, featureCount, openNodes(settings), settings.minSamplesLeaf > 1),
  );
  const { memory } = kernel;
  const nodeRows = memory.rows;
  const grower = new BoostedTreeGrower(kernel, binned, settings, builder);
  const quantum = new GradientQuantum(totalWeight);
  const drawnCount = Math.max(1, Math.round(settings.subsample * rowCount));
  const { margins, probabilities } = memory;
  margins.set(repeated(baseline, rowCount));
  const validationMargins = repeated(baseline, validation?.positions.length ?? 0);
  const validationLoss: number[] = [];
  let best = 0;

  let features: Uint32Array = Uint32Array.from({ length: featureCount }, (_, feature) => feature);
  if (featureCount === binned.schema.length) packFeatures(memory, binned, train.positions, features);
  for (let round = 0; round < settings.nEstimators; round++) {
    context.progress(round, settings.nEstimators);
    loss.probabilities(margins, probabilities, () => kernel.exponentials());
    const drawn =
      drawnCount < rowCount
        ? new Random(seed, BOOSTING_STREAM, STREAMS.rows, round).sample(rowCount, drawnCount)
        : null;
    const left = drawn ? others(drawn, rowCount) : null;
    for (let target = 0; target < targetCount; target++) {
      if (featureCount < binned.schema.length) {
        const random = new Random(seed, BOOSTING_STREAM, STREAMS.features, round, target);
        features = random.sample(binned.schema.length, featureCount);
        packFeatures(memory, binned, train.positions, features);
      }
      loss.gradients(target, probabilities, train.labels, train.weights, quantum, memory.gradients);
      if (drawn) nodeRows.set(drawn);
      else for (let i = 0; i < rowCount; i++) nodeRows[i] = i;
      grower.grow(features, drawn ? drawn.length : rowCount);

      for (const { value, start, end } of grower.leaves) kernel.addToMargins(start, end, target, value);
      if (left) for (const i of left) margins[i * targetCount + target]! += grower.valueOf(train.positions[i]!);
      validation?.positions.forEach((row, i) => {
        validationMargins[i * targetCount + target]! += grower.valueOf(row);
      });
    }
    if (!validation) continue;
    validationLoss.push(loss.loss(validationMargins, validation.labels, validation.weights));
    if (validationLoss[round]! < validationLoss[best]!) best = round;
    if (round - best >= settings.nIterNoChange) break;
  }
  if (!validation) return modelOf(settings.nEstimators);
  return { ...modelOf(best + 1), validationLoss: Float64Array.from(validationLoss) };
}

/** The rows to train on and, with early stopping, those to judge by. */
function samples(
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

function repeated(values: Float64Array, times: number): Float64Array {
  const all = new Float64Array(values.length * times);
  for (let i = 0; i < all.length; i++) all[i] = values[i % values.length]!;
  return all;
}

/** Those of 0 to `count` - 1 that are not in `chosen`, ascending as it is. */
function others(chosen: Uint32Array, count: number): Uint32Array {
  const rest = new Uint32Array(count - chosen.length);
  let next = 0;
  let size = 0;
  for (let i = 0; i < count; i++) {
    if (chosen[next] === i) next++;
    else rest[size++] = i;
  }
  return rest;
}
