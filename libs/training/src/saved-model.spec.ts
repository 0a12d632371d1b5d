import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { Random, type FeatureColumn } from '@antidote/tabular';
import { binFeatures } from './binning/bin-features.js';
import { fitModel } from './fit-model.js';
import { LEARNERS } from './learners.js';
import { crc32 } from './crc32.js';
import { modelFromBytes, modelFromJson, modelToBytes, modelToJson, predictProbabilities } from './saved-model.js';
import { category, numeric, randomTable } from './testing/tables.js';

const KINDS = Object.keys(LEARNERS) as ModelKind[];

function fitted<K extends ModelKind>(kind: K, seed = 1, classCount = 3) {
  const table = randomTable(seed, 90, classCount);
  const small: ModelParameters = ['random-forest', 'extra-trees', 'gradient-boosting'].includes(kind as string)
    ? { nEstimators: 8 }
    : {};
  const binned = binFeatures(table.features, 90);
  const model = fitModel(kind, binned, table.labels, table.classes, { seed, parameters: small });
  return { ...table, model };
}

/** Rows that the model has not seen, with missing values and a new category. */
function otherRows(seed: number, rowCount: number): FeatureColumn[] {
  const random = new Random(seed, 5);
  const draw = () =>
    Array.from({ length: rowCount }, () => (random.below(5) === 0 ? null : random.uniform() * 20 - 10));
  const codes = Array.from({ length: rowCount }, () => random.below(6) - 1);
  return [numeric('fine', draw()), numeric('coarse', draw()), category('kind', codes, ['a', 'b', 'c', 'd', 'e'])];
}

describe('saved models', () => {
  it.each(KINDS)('predict the same to the last bit after JSON and bytes: %s', (kind) => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 4 }), (seed, classCount) => {
        const { model } = fitted(kind, seed, classCount);
        const rows = otherRows(seed, 60);
        const expected = predictProbabilities(model, rows, 60);
        const fromJson = modelFromJson(JSON.parse(JSON.stringify(modelToJson(model))));
        const fromBytes = modelFromBytes(modelToBytes(model));
        expect(predictProbabilities(fromJson, rows, 60)).toEqual(expected);
        expect(predictProbabilities(fromBytes, rows, 60)).toEqual(expected);
        expect(modelToBytes(fromJson)).toEqual(modelToBytes(model));
        expect(modelToBytes(fromBytes)).toEqual(modelToBytes(model));
      }),
      { numRuns: 8 },
    );
  });

  it('keep NaN, infinity and -0', () => {
    const { model } = fitted('decision-tree');
    model.trees.leafWeight!.set([-0, Infinity, -Infinity, NaN]);
    for (const restored of [
      modelFromJson(JSON.parse(JSON.stringify(modelToJson(model)))),
      modelFromBytes(modelToBytes(model)),
    ]) {
      expect(restored).toEqual(model);
    }
  });

  it('leave out-of-bag predictions behind', () => {
    const { features, labels, classes } = randomTable(1, 50, 2);
    const options = { seed: 1, parameters: { nEstimators: 3 } };
    const bare = fitModel('random-forest', binFeatures(features, 50), labels, classes, options);
    const judged = fitModel('random-forest', binFeatures(features, 50), labels, classes, {
      ...options,
      outOfBag: true,
    });
    expect(modelToBytes(judged)).toEqual(modelToBytes(bare));
    expect(modelFromJson(modelToJson(judged))).not.toHaveProperty('outOfBag');
  });

  it('refuse bytes that were cut short or changed anywhere', () => {
    const bytes = modelToBytes(fitted('decision-tree').model);
    const refused = expect.objectContaining({ code: 'invalid_model' });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        // Four bytes of the prelude are not in use.
        fc.pre(at < 28 || at >= 32);
        const damaged = bytes.slice();
        damaged[at]! ^= change;
        expect(() => modelFromBytes(damaged)).toThrow(refused);
        expect(() => modelFromBytes(bytes.subarray(0, at))).toThrow(refused);
      }),
    );
    expect(() => modelFromBytes(new Uint8Array(0))).toThrow(refused);
    const newer = bytes.slice();
    newer[8] = 2;
    expect(() => modelFromBytes(newer)).toThrow('format version 2; this build reads 1');
  });

  it.each([null, { type: 'Float64Array', length: 2 ** 45 }, { type: 'Float64Array', length: -8 }, { length: 0 }])(
    'refuse a header that speaks of the section %j',
    (section) => {
      const header = new TextEncoder().encode(JSON.stringify({ model: {}, sections: [section] }));
      const bytes = new Uint8Array(32 + header.length);
      bytes.set(modelToBytes(fitted('decision-tree').model).subarray(0, 12));
      bytes.set(header, 32);
      const view = new DataView(bytes.buffer);
      view.setUint32(12, crc32(bytes.subarray(32)), true);
      view.setBigUint64(16, BigInt(bytes.length), true);
      view.setUint32(24, header.length, true);
      expect(() => modelFromBytes(bytes)).toThrow(expect.objectContaining({ code: 'invalid_model' }));
    },
  );

  it('read from any place in a buffer', () => {
    const { model } = fitted('decision-tree');
    const bytes = modelToBytes(model);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(modelFromBytes(shifted.subarray(3))).toEqual(modelFromBytes(bytes));
  });

  it.each(KINDS)('refuse a forged %s', (kind) => {
    const json = () => JSON.parse(JSON.stringify(modelToJson(fitted(kind).model)));
    const refused = expect.objectContaining({ code: 'invalid_model' });
    const forgeries: ((json: ReturnType<typeof modelToJson>) => void)[] = [
      (j) => (j.formatVersion = 1 as never),
      (j) => (j.model = null as never),
      (j) => (j.model.kind = 'toString'),
      (j) => (j.model.classes = ['one']),
      (j) => (j.model.features = []),
      (j) => (j.model.features = [{ name: 'x', type: 'text' }]),
      (j) => delete j.model.parameters,
      (j) => j.arrays.pop(),
      (j) => (j.arrays[0]!.type = 'Array'),
      (j) => (j.arrays[0]!.values = ['x'] as never),
      (j) => j.arrays.forEach((array) => array.values.splice(0, 1)),
      (j) => j.arrays.forEach((array) => array.type === 'Float64Array' && array.values.fill({ $number: 'NaN' })),
      (j) => j.arrays.forEach((array) => array.values.fill('1' as never)),
      (j) => j.arrays.forEach((array) => array.values.fill({ $number: '1' })),
    ];
    for (const forge of forgeries) {
      const forged = json();
      forge(forged);
      expect(() => modelFromJson(forged)).toThrow(refused);
    }
    for (const junk of [null, 1, 'x', [], {}, { formatVersion: 2 }]) expect(() => modelFromJson(junk)).toThrow(refused);
  });

  it('refuse a tree that walks in a circle or beside its leaves', () => {
    const { model } = fitted('decision-tree');
    const refused = expect.objectContaining({ code: 'invalid_model' });
    const split = model.trees.feature.findIndex((feature) => feature >= 0);
    const forged = (next: number, feature: number) => {
      const trees = { ...model.trees, next: model.trees.next.slice(), feature: model.trees.feature.slice() };
      trees.next[split] = next;
      trees.feature[split] = feature;
      return modelToBytes({ ...model, trees });
    };
    expect(() => modelFromBytes(forged(split, 0))).toThrow(refused);
    expect(() => modelFromBytes(forged(1e6, 0))).toThrow(refused);
    expect(() => modelFromBytes(forged(split + 1, 99))).toThrow(refused);
    expect(() => modelFromBytes(forged(1e6, -1))).toThrow(refused);
  });

  it('load and predict without a line of training code', () => {
    const reached = new Set<string>();
    const visit = (file: string) => {
      if (reached.has(file)) return;
      reached.add(file);
      const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gms);
      for (const [, path] of imports) visit(resolve(dirname(file), path!.replace(/\.js$/, '.ts')));
    };
    visit(fileURLToPath(new URL('./saved-model.ts', import.meta.url)));
    expect([...reached].every((file) => existsSync(file))).toBe(true);
    const training = /(learner|fit-|bin-features|kernel|grower|minimize|design-matrix|forest\/)/;
    // `learner.ts` holds types alone.
    expect([...reached].filter((file) => training.test(file) && !file.endsWith('src/learner.ts'))).toEqual([]);
    expect(reached.size).toBeGreaterThan(8);
  });

  it('have the checksum of gzip', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });
});
