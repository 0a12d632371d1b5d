import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureSchema } from '@antidote/tabular';

/** `antidote.json`: what our own reader needs, beside what MLflow reads. */
export interface AntidoteJson {
  formatVersion: 1;
  kind: ModelKind;
  /** Who fitted it, where it was not the project's engine. */
  engine?: string;
  parameters: ModelParameters;
  seed: number;
  schema: ModelSchema;
  /** SHA-256 of model.onnx, hex. */
  onnxSha256: string;
  /** SHA-256 of model.antidote, the model with its structure; absent in folders made before it was kept. */
  savedSha256?: string;
  metadata: ModelMetadata;
}

export interface ModelSchema {
  features: FeatureSchema[];
  /** In the order of the probabilities. */
  classes: string[];
  /** Name of the label column. */
  target: string;
}

/** Facts about the training, kept as they are given. */
export interface ModelMetadata {
  target: string;
  [fact: string]: unknown;
}
