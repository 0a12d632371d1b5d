import { describe, expect, it } from '@jest/globals';
import type { Table } from '@antidote/tabular';
import { binFeatures, exportOnnx, fitModel } from '@antidote/training';
import { buildModelPackage } from './build-model-package.js';
import { readModelPackage, readSavedModel } from './read-model-package.js';

const table: Table = {
  rowCount: 4,
  rowIds: Uint32Array.of(0, 1, 2, 3),
  features: [
    { kind: 'numeric', name: "it's 1\u2028", values: Float64Array.of(1, NaN, 3, 4) },
    { kind: 'category', name: 'prediction', codes: Int32Array.of(0, 1, -1, 1), categories: ['x', 'y'] },
  ],
  target: { name: 'label', codes: Int32Array.of(0, 0, 1, 1), classes: ['a', 'b'] },
};

function packaged(from = table) {
  const binned = binFeatures(from.features, from.rowCount);
  const model = fitModel('decision-tree', binned, from.target.codes, from.target.classes, { seed: 1 });
  return buildModelPackage({
    model,
    onnx: exportOnnx(model),
    inputExample: from,
    modelUuid: '0123456789abcdef0123456789abcdef',
    createdAt: '2026-11-21T08:00:00.123Z',
    metadata: { target: 'label', trainedOn: 'digest' },
  });
}

const textOf = (files: Map<string, Uint8Array>, path: string) => new TextDecoder().decode(files.get(path));

describe('model package', () => {
  it('holds the files of an MLflow model folder, the same bytes every time', () => {
    expect([...packaged().keys()].sort()).toEqual([
      'MLmodel',
      'antidote.json',
      'code/antidote_text_columns.py',
      'conda.yaml',
      'input_example.json',
      'model.antidote',
      'model.onnx',
      'python_env.yaml',
      'requirements.txt',
      'serving_input_example.json',
    ]);
    expect(packaged()).toEqual(packaged());
  });

  it('writes MLmodel with a signature of ASCII JSON in YAML quotes', () => {
    const text = textOf(packaged(), 'MLmodel');
    expect(text).toContain(
      `  inputs: '[{"type":"double","name":"it''s 1\\u2028","required":true},{"type":"string","name":"prediction","required":true}]'\n`,
    );
    expect(text).toContain('"name":"prediction_1"');
    expect(text).toContain('    code: code\n    data: model.onnx\n');
    expect(text).toContain('    loader_module: antidote_text_columns\n');
    expect(text).toContain("utc_time_created: '2026-11-21 08:00:00.123'\n");
    expect(text).toContain("model_uuid: '0123456789abcdef0123456789abcdef'\n");
  });

  it('holds no code where no column is text', () => {
    const files = packaged({ ...table, features: table.features.slice(0, 1) });
    expect([...files.keys()].filter((path) => path.endsWith('.py'))).toEqual([]);
    const text = textOf(files, 'MLmodel');
    expect(text).toContain('  python_function:\n    data: model.onnx\n');
    expect(text).toContain('    loader_module: mlflow.onnx\n');
  });

  it('gives examples with null for a missing number and an empty text for a missing category', () => {
    const data = [
      [1, 'x'],
      [null, 'y'],
      [3, ''],
      [4, 'y'],
    ];
    const columns = ["it's 1\u2028", 'prediction'];
    expect(JSON.parse(textOf(packaged(), 'input_example.json'))).toEqual({ columns, data });
    expect(JSON.parse(textOf(packaged(), 'serving_input_example.json'))).toEqual({
      dataframe_split: { columns, data },
    });
  });

  it('holds the model itself, refused when it is another', () => {
    const files = packaged();
    expect(readSavedModel(files)).toMatchObject({ kind: 'decision-tree', classes: ['a', 'b'] });
    files.set(
      'model.antidote',
      files.get('model.antidote')!.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
    );
    expect(() => readSavedModel(files)).toThrow(expect.objectContaining({ code: 'digest_mismatch' }));
    files.delete('model.antidote');
    expect(() => readSavedModel(files)).toThrow(expect.objectContaining({ code: 'invalid_model' }));
  });

  it('is read back', () => {
    const { schema, onnx, sha256, metadata } = readModelPackage(packaged());
    expect(schema).toEqual({
      features: [
        { name: "it's 1\u2028", type: 'numeric' },
        { name: 'prediction', type: 'category', categories: ['x', 'y'] },
      ],
      classes: ['a', 'b'],
      target: 'label',
    });
    expect(onnx).toEqual(packaged().get('model.onnx'));
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(metadata.trainedOn).toBe('digest');
  });

  it.each<[string, string, (files: Map<string, Uint8Array>) => void]>([
    ['another model.onnx', 'digest_mismatch', (files) => files.set('model.onnx', Uint8Array.of(1))],
    ['no model.onnx', 'invalid_model', (files) => files.delete('model.onnx')],
    ['no antidote.json', 'invalid_model', (files) => files.delete('antidote.json')],
    ['no JSON', 'invalid_model', (files) => files.set('antidote.json', Uint8Array.of(123))],
    [
      'other JSON',
      'invalid_model',
      (files) => files.set('antidote.json', new TextEncoder().encode('{"formatVersion":1}')),
    ],
  ])('refuses a folder with %s', (_what, code, damage) => {
    const files = packaged();
    damage(files);
    expect(() => readModelPackage(files)).toThrow(expect.objectContaining({ code }));
  });
});
