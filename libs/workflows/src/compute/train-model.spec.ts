import { describe, expect, it } from '@jest/globals';
import type { Resampling } from '@antidote/contracts';
import { encodeTable, parseCsv, toTable } from '@antidote/dataset-io';
import { emptyPatch, type Patch } from '@antidote/tabular';
import { trainModel } from './train-model.js';

/** 20 rows: x tells the classes a (x < 10) and b apart. */
const CSV = `x,label\n${Array.from({ length: 20 }, (_, x) => `${x},${x < 10 ? 'a' : 'b'}`).join('\n')}\n`;
const { table } = toTable(parseCsv(new TextEncoder().encode(CSV)));
const BASE = encodeTable({ table, leaves: new Uint8Array() });

function train(patch: Patch, truePatch: Patch | null, seed = 1, resample: Resampling = 'none') {
  return trainModel({
    version: { base: BASE, target: 'label', patch, truePatch },
    kind: 'decision-tree',
    parameters: {},
    resample,
    seed,
    modelUuid: '0'.repeat(32),
    createdAt: '2026-01-01T00:00:00.000Z',
    versionDigest: 'f'.repeat(64),
  });
}

const everyLabelFlipped: Patch = {
  ...emptyPatch(),
  relabel: Array.from({ length: 20 }, (_, row) =>
    row < 10 ? { row, from: 'a', to: 'b' } : { row, from: 'b', to: 'a' },
  ),
  drop: [],
};
const firstRowsDropped: Patch = { ...emptyPatch(), drop: [0, 1, 2, 3, 4] };

describe('trainModel', () => {
  it('scores on the labels as given where nothing better is known', () => {
    const { labelsUsed, trainRows, testRows, metrics } = train(emptyPatch(), null);
    expect({ labelsUsed, trainRows, testRows }).toEqual({ labelsUsed: 'as-given', trainRows: 14, testRows: 6 });
    expect(metrics.accuracy).toBeGreaterThanOrEqual(5 / 6);
  });

  it('learns the poison and is scored on the truth', () => {
    const { labelsUsed, metrics } = train(everyLabelFlipped, emptyPatch());
    expect(labelsUsed).toBe('manifest');
    expect(metrics.accuracy).toBeLessThanOrEqual(1 / 6);
  });

  it('tells the share of training rows whose label is wrong, where the truth is known', () => {
    expect(train(everyLabelFlipped, null).wrongShare).toBeNull();
    expect(train(everyLabelFlipped, emptyPatch()).wrongShare).toBe(1);
    expect(train(everyLabelFlipped, everyLabelFlipped).wrongShare).toBe(0);
    expect(train(firstRowsDropped, emptyPatch()).wrongShare).toBe(0);
  });

  it('scores the same held-out rows whatever a version dropped, and trains on what is left of the others', () => {
    for (let seed = 0; seed < 10; seed++) {
      const whole = train(emptyPatch(), emptyPatch(), seed);
      const fewer = train(firstRowsDropped, emptyPatch(), seed);
      const sum = (counts: Int32Array) => Array.from(counts).reduce((total, count) => total + count, 0);
      expect([fewer.testRows, sum(fewer.confusion.counts)]).toEqual([whole.testRows, 6]);
      expect(fewer.trainRows).toBeGreaterThanOrEqual(whole.trainRows - 5);
      expect(fewer.trainRows).toBeLessThan(whole.trainRows);
    }
  });

  it('evens out the classes among the training rows alone', () => {
    const fewOfA: Patch = { ...emptyPatch(), drop: [0, 1, 2, 3] };
    const plain = train(fewOfA, emptyPatch());
    const evened = train(fewOfA, emptyPatch(), 1, 'random-over');
    expect(plain.resampling).toBeNull();
    expect(evened.resampling).toMatchObject({ name: 'random-over', addedRows: evened.trainRows - plain.trainRows });
    expect(evened.resampling!.addedRows).toBeGreaterThan(0);
    expect([evened.testRows, evened.wrongShare]).toEqual([plain.testRows, 0]);
    expect(evened.trainRows % 2).toBe(0);
  });

  it('makes the same bytes again', () => {
    const [once, twice] = [train(everyLabelFlipped, null), train(everyLabelFlipped, null)];
    expect(Buffer.from(once.onnx)).toEqual(Buffer.from(twice.onnx));
    expect([...once.files]).toEqual([...twice.files]);
  });
});
