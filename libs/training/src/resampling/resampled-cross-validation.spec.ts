import { describe, expect, it } from '@jest/globals';
import { crossValidate, fitCalibration, calibrate, logLoss } from '@antidote/statistics';
import { Random, selectRows, stratifiedFolds, type Table } from '@antidote/tabular';
import {
  binFeatures,
  fitModel,
  makeClassification,
  predictProbabilities,
  resample,
  type ResamplingName,
} from '../index.js';

const { table } = makeClassification({
  nSamples: 900,
  nFeatures: 6,
  nInformative: 4,
  weights: [0.92],
  classSep: 0.8,
  flipY: 0,
  seed: 4,
});

/** Five folds: each resamples its training rows, fits a forest on them and predicts untouched test rows. */
function validate(name: ResamplingName, from: Table = table) {
  const folds = stratifiedFolds(from.target.codes, 2, 5, new Random(1));
  const fit = (train: Uint32Array, fold: number) => {
    const { table: rows, provenance } = resample(name, from, train, { seed: fold });
    const trained = new Set(Array.from(train, (row) => from.rowIds[row]!));
    for (const id of [...provenance.added.parents, ...provenance.added.neighbors]) expect(trained.has(id)).toBe(true);
    const model = fitModel(
      'random-forest',
      binFeatures(rows.features, rows.rowCount),
      rows.target.codes,
      rows.target.classes,
      { seed: 1, parameters: { nEstimators: 20 } },
    );
    return (test: Uint32Array) => predictProbabilities(model, selectRows(from, test).features, test.length);
  };
  return crossValidate(fit, folds, from.target.codes, 2);
}

describe('resampling within cross-validation', () => {
  it('finds more of the rare class, on rows that no synthetic one came from', () => {
    const recall = (name: ResamplingName) =>
      validate(name).folds.reduce((sum, { balancedAccuracy }) => sum + balancedAccuracy / 5, 0);
    const plain = recall('none');
    // Repeating rare rows moves an unpruned forest little, and not always for the better: it is not claimed here.
    for (const name of ['random-under', 'smote', 'smote-tomek'] as const) {
      expect(recall(name)).toBeGreaterThan(plain);
    }
  });

  it('gives probabilities that calibration on the held-out folds mends', () => {
    const { probabilities } = validate('random-under');
    const { codes } = table.target;
    const before = logLoss(codes, probabilities, 2);
    for (const method of ['platt', 'isotonic'] as const) {
      const calibration = fitCalibration(codes, probabilities, 2, method);
      expect(logLoss(codes, calibrate(calibration, probabilities), 2)).toBeLessThan(before);
    }
  });
});
