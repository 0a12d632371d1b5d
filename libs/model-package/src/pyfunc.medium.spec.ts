import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Table } from '@antidote/tabular';
import { binFeatures, exportOnnx, fitModel, predictLabels } from '@antidote/training';
import { buildModelPackage } from './build-model-package.js';

/** Predictions as pandas 2 has its texts (objects) and as pandas 3 does (`str`), with a missing text, and of no row. */
const PREDICT = `
import json, sys
import mlflow, pandas as pd

model = mlflow.pyfunc.load_model(sys.argv[1])
answers = []
for infers in (False, True):
    pd.options.future.infer_string = infers
    rows = pd.DataFrame(json.loads(sys.argv[2]))
    answers.append([str(label) for label in model.predict(rows)["prediction"]])
    answers.append(len(model.predict(rows[:0])))
print(json.dumps(answers))
`;

const table: Table = {
  rowCount: 6,
  rowIds: Uint32Array.from({ length: 6 }, (_, row) => row),
  features: [
    { kind: 'numeric', name: 'size', values: Float64Array.of(1, NaN, 3, 4, 5, 6) },
    { kind: 'category', name: 'colour', codes: Int32Array.of(0, 1, -1, 1, 0, -1), categories: ['blue', 'nan'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 1, 2, 1, 0, 2), classes: ['a', 'b', 'c'] },
};

describe('a model folder with text columns', () => {
  it('gives the labels of the engine under mlflow.pyfunc, whatever the pandas', async () => {
    const binned = binFeatures(table.features, table.rowCount);
    const model = fitModel('decision-tree', binned, table.target.codes, table.target.classes, { seed: 1 });
    const files = buildModelPackage({
      model,
      onnx: exportOnnx(model),
      inputExample: table,
      modelUuid: '0123456789abcdef0123456789abcdef',
      createdAt: '2026-11-21T08:00:00.123Z',
      metadata: { target: 'label', trainedOn: 'digest' },
    });
    const folder = await mkdtemp(join(tmpdir(), 'antidote-model-'));
    try {
      for (const [path, bytes] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), bytes);
      }
      const rows = { size: [1, null, 3, 4, 5, 6], colour: ['blue', 'nan', null, 'nan', 'blue', null] };
      const python = join(process.env.ANTIDOTE_MLFLOW_ENV!, 'bin/python');
      const { stdout } = await promisify(execFile)(python, ['-c', PREDICT, folder, JSON.stringify(rows)]);
      const labels = Array.from(predictLabels(model, table.features, table.rowCount), (code) => 'abc'[code]);
      expect(labels).toEqual(['a', 'b', 'c', 'b', 'a', 'c']);
      expect(JSON.parse(stdout)).toEqual([labels, 0, labels, 0]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
