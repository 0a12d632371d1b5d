import type { ModelKind, ModelParameters } from '@antidote/contracts';
import type { FeatureSchema } from '@antidote/tabular';

/** What every fitted model says of itself. Models are plain data: they can be saved, sent to a thread and exported. */
export interface ModelFacts {
  kind: ModelKind;
  /** Exact label texts, sorted by code point; probabilities follow this order. */
  classes: string[];
  /** The columns it was fitted on, in order, with the categories it has seen. */
  features: FeatureSchema[];
  /** The full set, defaults included. */
  parameters: ModelParameters;
  seed: number;
}
