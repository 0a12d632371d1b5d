import { Random } from '@antidote/tabular';
import type { FitContext } from '../learner.js';
import type { BoostedModel } from './boosted-model.js';
import { BoostedTreeGrower, openNodes } from './boosted-tree-grower.js';
import { BoostedTreesBuilder } from './boosted-trees-builder.js';
import { boostingSettings, type BoostingSettings } from './boosting-parameters.js';
import { boostingSamples, classWeights, type Sample } from './boosting-samples.js';
import { BOOSTING_STREAM, STREAMS } from './boosting-streams.js';
import { GradientQuantum } from './gradient-quantum.js';
import { ScalarHistogramKernel, type HistogramKernel } from './histogram-kernel.js';
import { packFeatures, planMemory, type MemoryPlan } from './histogram-memory.js';
import { LogLoss } from './log-loss.js';

export type MakeKernel = (plan: MemoryPlan) => HistogramKernel;

/** The reference kernel, over memory of its own. */
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
  const { train, validation } = boostingSamples(context, settings);
  const weights = classWeights(train, classes.length);
  const baseline = loss.baseline(weights);
  const builder = new BoostedTreesBuilder(loss.targetCount);
  const modelOf = (bestIteration: number): BoostedModel => ({
    kind: 'gradient-boosting',
    classes,
    features: binned.schema,
    parameters,
    seed,
    baseline,
    trees: builder.finish(bestIteration * loss.targetCount),
    bestIteration,
  });
  if (classes.length === 1) {
    builder.leaf(builder.addRoot(), 0);
    return modelOf(1);
  }
  const rowCount = train.positions.length;
  const featureCount = Math.max(1, Math.round(settings.colsampleBytree * binned.schema.length));
  const countRows = settings.minSamplesLeaf > 1;
  const kernel = makeKernel(
    planMemory(binned, rowCount, loss.targetCount, featureCount, openNodes(settings), countRows),
  );
  try {
    const quantum = new GradientQuantum(weights.reduce((sum, weight) => sum + weight, 0));
    const grower = new BoostedTreeGrower(kernel, binned, settings, builder);
    const rounds = { context, settings, loss, train, validation, baseline, kernel, grower, quantum, featureCount };
    const validationLoss = runRounds(rounds);
    if (!validation) return modelOf(settings.nEstimators);
    const best = validationLoss.indexOf(Math.min(...validationLoss));
    return { ...modelOf(best + 1), validationLoss: Float64Array.from(validationLoss) };
  } finally {
    kernel.release();
  }
}

interface Rounds {
  context: FitContext<'gradient-boosting'>;
  settings: BoostingSettings;
  loss: LogLoss;
  train: Sample;
  validation: Sample | null;
  baseline: Float64Array;
  kernel: HistogramKernel;
  grower: BoostedTreeGrower;
  quantum: GradientQuantum;
  /** Features that each tree draws. */
  featureCount: number;
}

/** Grows tree after tree; returns the validation loss after each round, empty without early stopping. */
function runRounds(rounds: Rounds): number[] {
  const { context, settings, loss, train, validation, baseline, kernel, grower, quantum, featureCount } = rounds;
  const { binned, seed } = context;
  const { targetCount } = loss;
  const { margins, probabilities, gradients, rows } = kernel.memory;
  const rowCount = train.positions.length;
  const drawnCount = Math.max(1, Math.round(settings.subsample * rowCount));
  const validationMargins = repeated(baseline, validation?.positions.length ?? 0);
  const validationLoss: number[] = [];
  const allRows = Int32Array.from({ length: rowCount }, (_, row) => row);
  let best = 0;
  let features: Uint32Array = Uint32Array.from({ length: featureCount }, (_, feature) => feature);
  if (featureCount === binned.schema.length) packFeatures(kernel.memory, binned, train.positions, features);
  margins.set(repeated(baseline, rowCount));

  for (let round = 0; round < settings.nEstimators; round++) {
    context.progress(round, settings.nEstimators);
    loss.probabilities(margins, probabilities, () => kernel.exponentials());
    const random = new Random(seed, BOOSTING_STREAM, STREAMS.rows, round);
    const drawn = drawnCount < rowCount ? random.sample(rowCount, drawnCount) : null;
    const left = drawn ? others(drawn, rowCount) : null;
    for (let target = 0; target < targetCount; target++) {
      if (featureCount < binned.schema.length) {
        features = new Random(seed, BOOSTING_STREAM, STREAMS.features, round, target).sample(
          binned.schema.length,
          featureCount,
        );
        packFeatures(kernel.memory, binned, train.positions, features);
      }
      loss.gradients(target, probabilities, train.labels, train.weights, quantum, gradients);
      rows.set(drawn ?? allRows);
      grower.grow(features, drawnCount);

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
  return validationLoss;
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
