import { DomainError } from '@antidote/tabular';
import type { Model } from './model.js';
import {
  fromSections,
  isSectionType,
  newSection,
  numberOf,
  plainNumber,
  sectionType,
  toSections,
  type Json,
  type Section,
} from './model-sections.js';
import { soundModel } from './sound-model.js';

const FORMAT_VERSION = 2;

/** A model as JSON: its fields, `{ "$array": n }` for each typed array, and those arrays. */
export interface ModelJson {
  formatVersion: typeof FORMAT_VERSION;
  model: { [field: string]: Json };
  arrays: { type: string; values: (number | { $number: string })[] }[];
}

/** Lets a model be stored as text. Out-of-bag predictions, which belong to the training rows, are left out. */
export function modelToJson(model: Model): ModelJson {
  const { plain, sections } = toSections(model, ['outOfBag']);
  return {
    formatVersion: FORMAT_VERSION,
    model: plain,
    arrays: sections.map((section) => ({ type: sectionType(section), values: Array.from(section, plainNumber) })),
  };
}

/**
 * The model that `modelToJson` stored: it predicts the same to the last bit.
 * @param json parsed JSON of any origin
 * @throws DomainError `invalid_model` when the version is another or the content does not hold together
 */
export function modelFromJson(json: unknown): Model {
  const { formatVersion, model, arrays } = (json ?? {}) as Partial<ModelJson>;
  if (formatVersion !== FORMAT_VERSION) {
    throw new DomainError(
      'invalid_model',
      `the model has format version ${formatVersion}; this build reads ${FORMAT_VERSION}`,
    );
  }
  if (!Array.isArray(arrays) || typeof model !== 'object') {
    throw new DomainError('invalid_model', 'the model has no fields or no arrays; save it again');
  }
  return soundModel(fromSections(model, arrays.map(sectionOf)));
}

function sectionOf(stored: unknown): Section {
  const { type, values } = (stored ?? {}) as Record<string, unknown>;
  if (!isSectionType(type) || !Array.isArray(values)) {
    throw new DomainError('invalid_model', 'an array of the model has no type or no values; save it again');
  }
  const section = newSection(type, values.length);
  for (let i = 0; i < values.length; i++) {
    const number = numberOf(values[i]);
    if (number !== undefined) section[i] = number;
    if (number === undefined || (!Object.is(section[i], number) && type !== 'Float32Array')) {
      throw new DomainError(
        'invalid_model',
        `${JSON.stringify(values[i])} is no value of a ${type}; save the model again`,
      );
    }
  }
  return section;
}
