import { z } from 'zod';

export const MODEL_KINDS = [
  'decision-tree',
  'random-forest',
  'extra-trees',
  'gradient-boosting',
  'logistic-regression',
  'k-nearest-neighbors',
] as const;
export const ModelKind = z.enum(MODEL_KINDS).meta({ id: 'ModelKind' });
export type ModelKind = z.infer<typeof ModelKind>;

/**
 * Kinds with an ONNX form, which is what MLflow serves and what a registered model is. k nearest neighbours has none
 * with its exact labels.
 */
export const ServableModelKind = ModelKind.exclude(['k-nearest-neighbors']).meta({ id: 'ServableModelKind' });
export type ServableModelKind = z.infer<typeof ServableModelKind>;

export const isServable = (kind: ModelKind): kind is ServableModelKind => kind !== 'k-nearest-neighbors';

/** scikit-learn's names in camelCase; the learner checks names and ranges. */
export const ModelParameters = z
  .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
  .meta({ id: 'ModelParameters' });
export type ModelParameters = z.infer<typeof ModelParameters>;
