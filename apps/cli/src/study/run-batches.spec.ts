import { describe, expect, it } from '@jest/globals';
import type { StudySpec } from '@antidote/contracts';
import { planStudy, runCells } from '@antidote/robustness';
import { Random, type Table } from '@antidote/tabular';
import { runBatches } from './run-batches.js';
import { sharedCopy } from './shared-copy.js';

const ROWS = 300;

function table(): Table {
  const random = new Random(7);
  const values = Float64Array.from({ length: ROWS }, () => random.uniform());
  return {
    rowCount: ROWS,
    rowIds: Uint32Array.from(values.keys()),
    features: [{ kind: 'numeric', name: 'x', values }],
    target: { name: 'y', classes: ['a', 'b'], codes: Int32Array.from(values, (value) => (value < 0.5 ? 0 : 1)) },
  };
}

const spec: StudySpec = {
  levels: Array.from({ length: 20 }, (_, i) => 2 * i),
  models: ['decision-tree'],
  attacks: ['uniform'],
  seeds: 8,
  seed: 3,
  testShare: 0.3,
};

describe('runBatches', () => {
  it('gives the batches of the plan in order, also when a thread cannot start', async () => {
    const expected = planStudy(spec).map((batch) => runCells(table(), spec, batch));
    const taken: number[] = [];
    // There is no study-thread.js beside the sources: the thread ends with an error, and its batches are run here.
    expect(await runBatches(table(), spec, { threads: 2, onBatch: (count) => taken.push(count) })).toEqual(expected);
    expect(taken[0]).toBe(0);
    expect(await runBatches(table(), spec, { threads: 1 })).toEqual(expected);
  });

  it('refuses what no batch can be run on', async () => {
    const single = table();
    single.target = { name: 'y', classes: ['a'], codes: new Int32Array(ROWS) };
    await expect(runBatches(single, spec, { threads: 2 })).rejects.toThrow("column 'y' has a single class");
  });
});

describe('sharedCopy', () => {
  it('copies arrays into shared memory, each once', () => {
    const values = Float64Array.of(1.5, NaN);
    const given = { a: values, b: [{ c: values, d: 'text', e: null }] };
    const copy = sharedCopy(given);
    expect(copy).toEqual(given);
    expect(copy.a.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(copy.b[0]!.c).toBe(copy.a);
    expect(values.buffer).not.toBeInstanceOf(SharedArrayBuffer);
  });
});
