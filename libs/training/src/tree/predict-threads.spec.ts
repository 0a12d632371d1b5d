import { describe, expect, it } from '@jest/globals';
import { Random } from '@antidote/tabular';
import type { Worker } from 'node:worker_threads';
import { binFeatures } from '../binning/bin-features.js';
import { fitModel } from '../fit-model.js';
import { predictLabels, predictProbabilities } from '../predict.js';
import { compactTrees } from './predict-compact.js';
import { CallPool } from './pool.js';
import { walkedForest } from './predict-trees.js';
import { wasmWalk } from './predict-wasm.js';

const ROWS = 5003;

function table(withCategories: boolean) {
  const random = new Random(9, 1);
  const numbers = [0, 1, 2].map((f) => ({
    kind: 'numeric' as const,
    name: `x${f}`,
    values: Float64Array.from({ length: ROWS }, () => (random.below(9) === 0 ? NaN : random.uniform())),
  }));
  const labels = Int32Array.from({ length: ROWS }, (_, row) => (numbers[0]!.values[row]! > 0.5 ? 1 : random.below(3)));
  const kinds = {
    kind: 'category' as const,
    name: 'kind',
    categories: Array.from({ length: 40 }, (_, k) => `k${k}`),
    codes: Int32Array.from(labels, (label) => (random.below(7) === 0 ? -1 : label * 10 + random.below(10))),
  };
  return { features: withCategories ? [...numbers, kinds] : numbers, labels };
}

const classes = ['a', 'b', 'c'];

describe('prediction on threads', () => {
  it.each([
    ['random-forest', false],
    ['random-forest', true],
    ['gradient-boosting', true],
  ] as const)('gives the same bytes for any number of them (%s, categories: %s)', (kind, withCategories) => {
    const { features, labels } = table(withCategories);
    const model = fitModel(kind, binFeatures(features, ROWS), labels, classes, {
      seed: 1,
      parameters: { nEstimators: 40 },
    });
    const one = predictProbabilities(model, features, ROWS, { threads: 1 });
    for (const threads of [1, 2, 3, 8]) {
      for (let call = 0; call < 3; call++) {
        expect(predictProbabilities(model, features, ROWS, { threads })).toEqual(one);
      }
    }
    expect(predictLabels(model, features, ROWS, { threads: 2 })).toEqual(predictLabels(model, features, ROWS));
  });

  it('survives an error amid the walk', () => {
    const { features, labels } = table(false);
    const model = fitModel('extra-trees', binFeatures(features, ROWS), labels, classes, { seed: 1 });
    const trees = walkedForest(model.kind === 'extra-trees' ? model.trees : (null as never));
    const walk = wasmWalk(trees, compactTrees(trees, true)!)!;
    const columns = features.map((column) => (column as { values: Float64Array }).values);
    const sums = new Float64Array(ROWS * 3);
    const broken = [columns[0]!, columns[1]!, undefined as unknown as Float64Array];
    expect(() => walk.sumOnThreads(broken, 0, ROWS, sums, 3)).toThrow(TypeError);
    walk.sumOnThreads(columns, 0, ROWS, sums, 3);
    const alone = new Float64Array(ROWS * 3);
    walk.sum(columns, 0, ROWS, alone);
    expect(sums).toEqual(alone);
  });

  it('tells of an error in a thread', () => {
    // (module (import "env" "memory" (memory 1 1 shared)) (func (export "fail") (param i32) unreachable))
    const bytes = Uint8Array.of(
      ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 127, 0, 2, 16, 1, 3, 101, 110, 118, 6],
      ...[109, 101, 109, 111, 114, 121, 2, 3, 1, 1, 3, 2, 1, 0, 7, 8, 1, 4, 102, 97, 105, 108, 0, 0],
      ...[10, 5, 1, 3, 0, 0, 11],
    );
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const pool = new CallPool(new WebAssembly.Module(bytes), memory, 'fail');
    // A thread that is not up yet is left behind: until the first one is.
    let error: unknown;
    for (let call = 0; call < 1000 && !error; call++) {
      pool.start(2, 0);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      try {
        pool.finish();
      } catch (thrown) {
        error = thrown;
      }
    }
    pool.close();
    expect(error).toMatchObject({ message: expect.stringContaining("'fail'"), cause: { message: 'unreachable' } });
  });

  it('tells of a thread that ended amid its work, and starts another', async () => {
    // The same module with an endless loop.
    const bytes = Uint8Array.of(
      ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 127, 0, 2, 16, 1, 3, 101, 110, 118, 6],
      ...[109, 101, 109, 111, 114, 121, 2, 3, 1, 1, 3, 2, 1, 0, 7, 8, 1, 4, 102, 97, 105, 108, 0, 0],
      ...[10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11],
    );
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const pool = new CallPool(new WebAssembly.Module(bytes), memory, 'fail');
    const { workers } = pool as unknown as { workers: { worker: Worker; control: Int32Array<SharedArrayBuffer> }[] };
    for (let life = 0; life < 2; life++) {
      pool.start(1, 0);
      const { worker, control } = workers[0]!;
      const open = control[1]!;
      while (Atomics.load(control, 1) === open) Atomics.wait(control, 1, open, 5);
      const ended = worker.terminate();
      expect(() => pool.finish()).toThrow(expect.objectContaining({ code: 'limit_exceeded' }));
      await ended;
    }
    pool.close();
  });

  it('refuses a number of threads that is none', () => {
    const { features, labels } = table(false);
    const model = fitModel('decision-tree', binFeatures(features, ROWS), labels, classes, { seed: 1 });
    for (const threads of [0, 1.5, NaN]) {
      expect(() => predictLabels(model, features, ROWS, { threads })).toThrow(
        expect.objectContaining({ code: 'parameter_out_of_range' }),
      );
    }
  });
});
