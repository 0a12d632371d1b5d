import { sha256Hex } from '@antidote/data-versioning';
import { DomainError } from '@antidote/tabular';
import { modelFromBytes, type Model } from '@antidote/training';
import type { AntidoteJson, ModelMetadata, ModelSchema } from './antidote-json.js';

export interface ModelPackage {
  onnx: Uint8Array;
  /** SHA-256 of `onnx`, hex. */
  sha256: string;
  schema: ModelSchema;
  metadata: ModelMetadata;
}

/**
 * The model itself, with its trees, for what predictions alone do not tell.
 *
 * @throws DomainError `invalid_model` when the folder holds none, or a damaged one; `digest_mismatch`
 */
export function readSavedModel(files: Map<string, Uint8Array>): Model {
  const saved = fileOf(files, 'model.antidote');
  const { savedSha256 } = parsed(fileOf(files, 'antidote.json'));
  const sha256 = sha256Hex(saved);
  if (sha256 !== savedSha256) {
    throw new DomainError(
      'digest_mismatch',
      `model.antidote has the SHA-256 ${sha256}, the folder was made with ${savedSha256 ?? 'none'}; export the model again`,
    );
  }
  return modelFromBytes(saved);
}

/**
 * Reads a model folder that `buildModelPackage` made. Only data are read, nothing in the folder is run.
 *
 * @param files path to bytes
 * @throws DomainError `invalid_model` when a file is absent or damaged; `digest_mismatch` when model.onnx is not the
 *   file that the folder was made with
 */
export function readModelPackage(files: Map<string, Uint8Array>): ModelPackage {
  const onnx = fileOf(files, 'model.onnx');
  const description = parsed(fileOf(files, 'antidote.json'));
  const sha256 = sha256Hex(onnx);
  if (sha256 !== description.onnxSha256) {
    throw new DomainError(
      'digest_mismatch',
      `model.onnx has the SHA-256 ${sha256}, the folder was made with ${description.onnxSha256}; export the model again`,
    );
  }
  return { onnx, sha256, schema: description.schema, metadata: description.metadata };
}

function fileOf(files: Map<string, Uint8Array>, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes) return bytes;
  throw new DomainError('invalid_model', `the model folder has no ${path}; give a folder that \`antidote train\` made`);
}

function parsed(bytes: Uint8Array): AntidoteJson {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new DomainError('invalid_model', 'antidote.json is not JSON in UTF-8; export the model again', {}, { cause });
  }
  if (!isAntidoteJson(value)) {
    throw new DomainError(
      'invalid_model',
      'antidote.json is damaged or of another format version than 1; export the model again',
    );
  }
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function isFeature(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== 'string') return false;
  return value.type === 'numeric' || (value.type === 'category' && isTexts(value.categories));
}

function isAntidoteJson(value: unknown): value is AntidoteJson {
  if (!isRecord(value) || value.formatVersion !== 1 || !isRecord(value.schema)) return false;
  const { features, classes, target } = value.schema;
  return (
    typeof value.onnxSha256 === 'string' &&
    isRecord(value.metadata) &&
    Array.isArray(features) &&
    features.length > 0 &&
    features.every(isFeature) &&
    isTexts(classes) &&
    classes.length > 0 &&
    typeof target === 'string'
  );
}
