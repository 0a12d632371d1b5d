import { describe, expect, it } from '@jest/globals';
import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureColumn } from '@antidote/tabular';
import { binFeatures } from './binning/bin-features.js';
import { fitModel, type TrainOptions } from './fit-model.js';
import { LEARNERS } from './learners.js';
import { predictBinnedLabels, predictLabels, predictProbabilities } from './predict.js';
import { category, numeric, randomTable } from './testing/tables.js';

const KINDS = Object.keys(LEARNERS) as ModelKind[];
const SMALL: { [K in ModelKind]?: ModelParameters } = {
  'random-forest': { nEstimators: 7 },
  'extra-trees': { nEstimators: 7 },
  'gradient-boosting': { nEstimators: 7 },
  'k-nearest-neighbors': { nNeighbors: 1 },
};

function fit<K extends ModelKind>(
  kind: K,
  features: FeatureColumn[],
  labels: number[],
  options = {} as Partial<TrainOptions>,
) {
  const classes = Array.from({ length: Math.max(...labels, 0) + 1 }, (_, c) => `${c}`);
  const binned = binFeatures(features, labels.length);
  return fitModel(kind, binned, Int32Array.from(labels), classes, { seed: 1, parameters: SMALL[kind], ...options });
}

const refusal = (code: string, ...words: string[]) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(new RegExp(words.map((word) => `(?=.*${word})`).join(''))),
  });

describe.each(KINDS)('bad input to %s', (kind) => {
  it('takes an infinite number for a missing one, in training and prediction', () => {
    const labels = [0, 0, 0, 1, 1, 1, 1, 1];
    const infinite = fit(kind, [numeric('x', [1, 2, 3, Infinity, -Infinity, 8, 9, 10])], labels);
    const missing = fit(kind, [numeric('x', [1, 2, 3, null, null, 8, 9, 10])], labels);
    const rows = numeric('x', [Infinity, -Infinity, null, 1, 10]);
    const probabilities = predictProbabilities(infinite, [rows], 5);
    expect(probabilities).toEqual(predictProbabilities(missing, [rows], 5));
    expect(probabilities.subarray(0, 2)).toEqual(probabilities.subarray(4, 6));
    expect(probabilities.subarray(2, 4)).toEqual(probabilities.subarray(4, 6));
  });

  it('learns nothing from columns that are constant or empty, and fits them alone', () => {
    const features = [
      numeric('constant', [7, 7, 7, 7, 7, 7]),
      numeric('empty', [null, null, null, null, null, null]),
      category('no category', [-1, -1, -1, -1, -1, -1], []),
      category('one category', [0, 0, 0, 0, 0, 0], ['a']),
    ];
    const model = fit(kind, features, [0, 1, 1, 1, 1, 1]);
    const probabilities = predictProbabilities(model, features, 6);
    for (let row = 1; row < 6; row++) {
      expect(probabilities.subarray(row * 2, row * 2 + 2)).toEqual(probabilities.subarray(0, 2));
    }
    expect(probabilities[1]).toBeGreaterThan(0.5);
  });

  it('fits a column with a category of its own in every row', () => {
    const names = Array.from({ length: 300 }, (_, row) => `id ${row}`);
    const id = category('id', [...names.keys()], names);
    const x = numeric(
      'x',
      names.map((_, row) => row),
    );
    const model = fit(
      kind,
      [id, x],
      names.map((_, row) => (row < 150 ? 0 : 1)),
    );
    const others = category('id', [0, 1], ['id 1000', 'id 2000']);
    const rows = [others, numeric('x', [3, 290])];
    const probabilities = predictProbabilities(model, rows, 2);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 9);
    // Trees with random splits may spend them all on the ids.
    if (kind !== 'extra-trees') expect(Array.from(predictLabels(model, rows, 2))).toEqual([0, 1]);
  });

  it('is sure of a single class', () => {
    const model = fit(kind, [numeric('x', [1, 2, 3])], [0, 0, 0]);
    expect(Array.from(predictProbabilities(model, [numeric('x', [2, null])], 2))).toEqual([1, 1]);
  });

  it('fits a single row', () => {
    const model = fit(kind, [numeric('x', [1])], [0]);
    expect(Array.from(predictLabels(model, [numeric('x', [5])], 1))).toEqual([0]);
  });

  it('gives a class without a training row no chance beside one that has some', () => {
    const model = fit(kind, [numeric('x', [1, 2, 3, 4, 5, 6])], [0, 0, 0, 2, 2, 2]);
    expect(Array.from(predictLabels(model, [numeric('x', [1, 6])], 2))).toEqual([0, 2]);
    expect(predictProbabilities(model, [numeric('x', [1])], 1)[1]).toBeLessThan(0.01);
  });

  it('leaves rows of weight 0 out, and refuses when that leaves none', () => {
    const { features, labels } = randomTable(2, 40, 3);
    const sampleWeights = Float64Array.from(labels, (_, row) => (row % 3 === 0 ? 0 : 1));
    const rows = [...labels.keys()].filter((row) => row % 3 !== 0);
    const weighted = fit(kind, features, [...labels], { sampleWeights });
    const chosen = fit(kind, features, [...labels], { rows });
    expect(predictProbabilities(weighted, features, 40)).toEqual(predictProbabilities(chosen, features, 40));
    expect(() => fit(kind, features, [...labels], { sampleWeights: new Float64Array(40) })).toThrow(
      refusal('too_few_rows', 'weight above 0'),
    );
  });

  it.each([[-1], [NaN], [Infinity]])('refuses the weight %p, naming the row', (weight) => {
    const { features, labels } = randomTable(2, 40, 3);
    const sampleWeights = new Float64Array(40).fill(1);
    sampleWeights[17] = weight;
    expect(() => fit(kind, features, [...labels], { sampleWeights })).toThrow(
      refusal('parameter_out_of_range', 'row 17', `${weight}`),
    );
  });

  it('refuses shapes that do not fit', () => {
    const { features, labels } = randomTable(2, 40, 3);
    const bad = (options: Partial<TrainOptions>) => () => fit(kind, features, [...labels], options);
    expect(bad({ sampleWeights: new Float64Array(39) })).toThrow(refusal('shape_mismatch', '39', '40'));
    expect(bad({ rows: [0, 40] })).toThrow(refusal('shape_mismatch', 'row 40', '39'));
    expect(bad({ rows: [] })).toThrow(refusal('too_few_rows'));
    expect(() => fit(kind, features, [0, 1])).toThrow(refusal('shape_mismatch', "'fine'"));
    expect(() => fit(kind, [], [0, 1])).toThrow(refusal('shape_mismatch', 'no feature column'));
    const binned = binFeatures(features, 40);
    expect(() => fitModel(kind, binned, labels, ['only one'], { seed: 1, parameters: SMALL[kind] })).toThrow(
      refusal('shape_mismatch', 'label code', '1 classes'),
    );
  });

  it('refuses positions that are no rows, seeds that are none and a class listed twice', () => {
    const { features, labels } = randomTable(2, 40, 3);
    const bad = (options: Partial<TrainOptions>) => () => fit(kind, features, [...labels], options);
    expect(bad({ rows: [0, 1.5] })).toThrow(refusal('shape_mismatch', 'row 1.5'));
    expect(bad({ rows: [-1] })).toThrow(refusal('shape_mismatch', 'row -1', '0 to 39'));
    expect(bad({ validationRows: [40] })).toThrow(refusal('shape_mismatch', 'validation row 40', '0 to 39'));
    for (const seed of [NaN, -1, 1.5, 2 ** 53, undefined as unknown as number]) {
      expect(bad({ seed })).toThrow(refusal('parameter_out_of_range', `seed is ${seed}`, 'whole number'));
    }
    const binned = binFeatures(features, 40);
    expect(() => fitModel(kind, binned, labels, ['a', 'b', 'a'], { seed: 1 })).toThrow(
      refusal('invalid_argument', "'a' is listed twice"),
    );
    const model = fit(kind, features, [...labels]);
    expect(() => predictBinnedLabels(model, binned, [0, 40])).toThrow(refusal('shape_mismatch', 'row 40'));
  });

  it('names a column given twice, of another length, or with a code that no category bears', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const [fine, coarse, kinds] = features as [FeatureColumn, FeatureColumn, FeatureColumn & { codes: Int32Array }];
    const given = (columns: FeatureColumn[]) => () => fit(kind, columns, [...labels]);
    expect(given([fine, coarse, fine])).toThrow(refusal('column_mismatch', "'fine' occurs twice"));
    expect(given([fine, numeric('coarse', [1])])).toThrow(refusal('shape_mismatch', "'coarse' has 1 rows"));
    const codes = [...kinds.codes];
    codes[7] = 9;
    const wild = category('kind', codes, ['a', 'b', 'c', 'd']);
    expect(given([fine, wild])).toThrow(refusal('shape_mismatch', "'kind' has the category code 9 in row 7"));
    const model = fit(kind, features, [...labels]);
    expect(() => predictLabels(model, [fine, coarse, wild], 60)).toThrow(
      expect.objectContaining({ code: 'shape_mismatch', details: { column: 'kind' } }),
    );
  });

  it('refuses parameters out of range or unknown, naming them', () => {
    const { features, labels } = randomTable(2, 40, 3);
    for (const [name, { allowed }] of Object.entries(LEARNERS[kind].parameters)) {
      const bad = () => fit(kind, features, [...labels], { parameters: { [name]: 'nonsense' } });
      expect(bad).toThrow(expect.objectContaining({ code: 'parameter_out_of_range', details: { parameter: name } }));
      expect(bad).toThrow(allowed);
    }
    expect(() => fit(kind, features, [...labels], { parameters: { depth: 1 } })).toThrow(
      refusal('unknown_parameter', "'depth'"),
    );
  });

  it('stops when asked to', () => {
    const { features, labels } = randomTable(2, 40, 3);
    expect(() => fit(kind, features, [...labels], { signal: { aborted: true } })).toThrow(refusal('cancelled'));
  });

  it('finds columns by name: reordered and extra ones make no difference', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const model = fit(kind, features, [...labels]);
    const others = [...features].reverse();
    others.splice(1, 0, numeric('extra', Array(60).fill(1)));
    expect(predictProbabilities(model, others, 60)).toEqual(predictProbabilities(model, features, 60));
  });

  it('names a column that is missing, given twice, of another type, or of another length', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const model = fit(kind, features, [...labels]);
    const [fine, coarse, kinds] = features as [FeatureColumn, FeatureColumn, FeatureColumn];
    const predict = (columns: FeatureColumn[]) => () => predictLabels(model, columns, 60);
    const text = category('coarse', Array(60).fill(0), ['1.5']);
    const number = numeric('kind', Array(60).fill(1));
    expect(predict([fine, kinds])).toThrow(refusal('column_mismatch', "'coarse'", 'is missing'));
    expect(predict([fine, coarse, coarse, kinds])).toThrow(refusal('column_mismatch', "'coarse'", 'twice'));
    expect(predict([fine, text, kinds])).toThrow(refusal('column_mismatch', "'coarse' is text", 'numbers'));
    expect(predict([fine, coarse, number])).toThrow(refusal('column_mismatch', "'kind' is numeric", 'categories'));
    expect(predict([fine, coarse, category('kind', [0], ['a'])])).toThrow(
      refusal('shape_mismatch', "'kind'", '1 rows'),
    );
    try {
      predict([fine, kinds])();
    } catch (error) {
      expect(error).toMatchObject({ details: { column: 'coarse' } });
    }
  });

  it('takes an unseen category and a column without any value for missing', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const model = fit(kind, features, [...labels]);
    const [fine] = features as [FeatureColumn];
    const none = Array<null>(60).fill(null);
    const missing = [fine, numeric('coarse', none), category('kind', Array(60).fill(-1), ['a', 'b', 'c', 'd'])];
    const expected = predictProbabilities(model, missing, 60);
    const unseen = category('kind', Array(60).fill(0), ['z']);
    expect(predictProbabilities(model, [fine, numeric('coarse', none), unseen], 60)).toEqual(expected);
    // A reader of a file cannot know the type of an empty column.
    const retyped = [fine, category('coarse', Array(60).fill(-1), []), numeric('kind', none)];
    expect(predictProbabilities(model, retyped, 60)).toEqual(expected);
  });

  it('finds categories by their text, whatever their codes', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const model = fit(kind, features, [...labels]);
    const [fine, coarse, kinds] = features as [FeatureColumn, FeatureColumn, FeatureColumn & { codes: Int32Array }];
    const moved = category(
      'kind',
      Array.from(kinds.codes, (code) => (code < 0 ? -1 : code + 1)),
      ['_', 'a', 'b', 'c', 'd'],
    );
    expect(predictProbabilities(model, [fine, coarse, moved], 60)).toEqual(predictProbabilities(model, features, 60));
  });

  it('predicts no rows, and the same over the fitted table as over its values', () => {
    const { features, labels } = randomTable(3, 60, 3);
    const model = fit(kind, features, [...labels]);
    const nothing = [numeric('fine', []), numeric('coarse', []), category('kind', [], [])];
    expect(predictLabels(model, nothing, 0)).toEqual(new Int32Array(0));
    const rows = [...labels.keys()];
    expect(predictBinnedLabels(model, binFeatures(features, 60), rows)).toEqual(predictLabels(model, features, 60));
  });
});
