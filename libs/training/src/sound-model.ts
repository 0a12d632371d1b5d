import { DomainError } from '@antidote/tabular';
import type { Predictor } from './learner.js';
import type { ModelFacts } from './model-facts.js';
import type { Model } from './model.js';
import { PREDICTORS } from './predictors.js';

/**
 * What was loaded, as a model that can be predicted with.
 * @throws DomainError `invalid_model` naming what does not hold: such a model could read beside its arrays, walk in
 *   circles, or answer with what is no number
 */
export function soundModel(loaded: unknown): Model {
  if (!isRecord(loaded)) throw damaged('it has no fields');
  const facts = loaded as Partial<ModelFacts>;
  if (typeof facts.kind !== 'string' || !Object.hasOwn(PREDICTORS, facts.kind)) {
    throw damaged(`kind is ${JSON.stringify(facts.kind)}, which this build does not know`);
  }
  if (!isTexts(facts.classes) || facts.classes.length === 0) throw damaged('classes are no list of texts');
  if (!Array.isArray(facts.features) || facts.features.length === 0) throw damaged('features are no list');
  for (const feature of facts.features as unknown[]) {
    if (!isRecord(feature) || typeof feature.name !== 'string') throw damaged('a feature has no name');
    if (feature.type !== 'numeric' && !(feature.type === 'category' && isTexts(feature.categories))) {
      throw damaged(`feature '${feature.name}' is neither numeric nor a category with its texts`);
    }
  }
  if (!isRecord(facts.parameters) || typeof facts.seed !== 'number') throw damaged('parameters or seed are absent');
  const predictor = PREDICTORS[facts.kind] as Predictor<Model>;
  let isSound: boolean;
  try {
    isSound = predictor.isSound(loaded as unknown as Model);
  } catch (cause) {
    // A field that is absent or of another type shows as a TypeError of the check.
    throw damaged(`an array of the ${facts.kind} is absent`, cause);
  }
  if (!isSound) throw damaged(`the arrays of the ${facts.kind} contradict each other`);
  return loaded as unknown as Model;
}

const damaged = (what: string, cause?: unknown) =>
  new DomainError('invalid_model', `the model is damaged: ${what}; save it again`, {}, { cause });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
