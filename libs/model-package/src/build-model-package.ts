import { sha256Hex } from '@antidote/data-versioning';
import type { Table } from '@antidote/tabular';
import { modelToBytes, type Model } from '@antidote/training';
import type { AntidoteJson, ModelMetadata } from './antidote-json.js';
import { environmentFiles } from './environment-files.js';
import { inputExampleFiles } from './input-example.js';
import { mlmodelFile } from './mlmodel-file.js';
import { hasTextColumns, TEXT_COLUMNS_LOADER, TEXT_COLUMNS_PATH } from './text-columns-loader.js';

export interface ModelPackageParts {
  model: Model;
  /** From `exportOnnx(model)`. */
  onnx: Uint8Array;
  /** A few rows of the model's columns. */
  inputExample: Table;
  /** 32 hex digits, as MLflow writes them. */
  modelUuid: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  metadata: ModelMetadata;
}

/**
 * The model as an MLflow model folder, path to bytes: `mlflow.pyfunc.load_model` and `mlflow models serve` run it.
 * All of it is data but, where a column is text, the Python loader that feeds it (`TEXT_COLUMNS_LOADER`).
 * The same parts give the same bytes.
 */
export function buildModelPackage(parts: ModelPackageParts): Map<string, Uint8Array> {
  const { model, onnx, inputExample, modelUuid, createdAt, metadata } = parts;
  const utf8 = new TextEncoder();
  const saved = modelToBytes(model);
  const files = new Map<string, Uint8Array>([
    ['model.onnx', onnx],
    ['model.antidote', saved],
  ]);
  for (const [path, text] of inputExampleFiles(inputExample)) files.set(path, utf8.encode(text));
  const sizeBytes = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  for (const [path, text] of environmentFiles()) files.set(path, utf8.encode(text));
  if (hasTextColumns(model)) files.set(TEXT_COLUMNS_PATH, utf8.encode(TEXT_COLUMNS_LOADER));
  const description: AntidoteJson = {
    formatVersion: 1,
    kind: model.kind,
    ...('engine' in model && { engine: model.engine }),
    parameters: model.parameters,
    seed: model.seed,
    schema: { features: model.features, classes: model.classes, target: metadata.target },
    onnxSha256: sha256Hex(onnx),
    savedSha256: sha256Hex(saved),
    metadata,
  };
  files.set('antidote.json', utf8.encode(`${JSON.stringify(description, null, 2)}\n`));
  files.set('MLmodel', utf8.encode(mlmodelFile(model, { modelUuid, createdAt, sizeBytes })));
  return files;
}
