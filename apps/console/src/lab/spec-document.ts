import type { PoisonSpec, StudySpec } from '@antidote/contracts';
import { parseDocument, stringify } from 'yaml';
import type { Read } from '../ui/read-field.js';

/** What the lab can start: a study, or one poisoned copy. */
export type LabSpec = { kind: 'study'; spec: StudySpec } | { kind: 'poison'; spec: PoisonSpec };

export const FIRST_STUDY: StudySpec = {
  attacks: ['uniform'],
  levels: [0, 5, 10, 20],
  models: ['decision-tree', 'random-forest'],
  seeds: 10,
  seed: 42,
  testShare: 0.3,
};
export const FIRST_POISON: PoisonSpec = { attack: 'uniform', percent: 10, seed: 42 };

type Shape = 'number' | 'numbers' | 'text' | 'texts' | 'object';
const STUDY_KEYS: Record<keyof StudySpec, Shape> = {
  attacks: 'texts',
  levels: 'numbers',
  models: 'texts',
  mitigations: 'texts',
  seeds: 'number',
  seed: 'number',
  testShare: 'number',
  gate: 'number',
  sliceBy: 'text',
  attackOptions: 'object',
};
const POISON_KEYS: Record<keyof PoisonSpec, Shape> = {
  attack: 'text',
  percent: 'number',
  seed: 'number',
  options: 'object',
};

const isList = (value: unknown, of: 'number' | 'string') =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === of);
const FITS: Record<Shape, { test: (value: unknown) => boolean; words: string }> = {
  number: { test: (value) => typeof value === 'number' && Number.isFinite(value), words: 'a number' },
  numbers: { test: (value) => isList(value, 'number'), words: 'a list of numbers' },
  text: { test: (value) => typeof value === 'string', words: 'a name' },
  texts: { test: (value) => isList(value, 'string'), words: 'a list of names' },
  object: { test: (value) => typeof value === 'object' && value !== null && !Array.isArray(value), words: 'a mapping' },
};

/** A spec as YAML, its keys in the order of the form. */
export function writeSpec({ kind, spec }: LabSpec): string {
  const keys = Object.keys(kind === 'study' ? STUDY_KEYS : POISON_KEYS);
  const given = spec as unknown as Record<string, unknown>;
  const known = keys.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]);
  return stringify(Object.fromEntries(known), { flowCollectionPadding: false, collectionStyle: 'any' });
}

/**
 * A spec from YAML or JSON as far as the page must understand it: known keys, each of its kind. Limits and names the
 * server checks, before anything starts.
 */
export function readSpec(
  kind: LabSpec['kind'],
  text: string,
  names: { attacks: readonly string[]; models: readonly string[] },
): Read<LabSpec> {
  const bad = (fault: string): Read<LabSpec> => ({ value: null, fault });
  const document = parseDocument(text, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) return bad(broken.message.split('\n')[0]!);
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    return bad((error as Error).message);
  }
  if (!FITS.object.test(value)) return bad('Give a mapping, such as "seeds: 10".');
  const given = value as Record<string, unknown>;
  const keys: Record<string, Shape> = kind === 'study' ? STUDY_KEYS : POISON_KEYS;
  for (const [key, item] of Object.entries(given)) {
    const shape = Object.hasOwn(keys, key) ? keys[key]! : null;
    if (shape === null) return bad(`There is no key "${key}"; known are ${Object.keys(keys).join(', ')}.`);
    if (!FITS[shape].test(item)) return bad(`"${key}" wants ${FITS[shape].words}.`);
  }
  const listed = (key: string, known: readonly string[]): string | null => {
    const used = [given[key] ?? []].flat() as string[];
    const strange = used.find((name) => !known.includes(name));
    return strange === undefined ? null : `There is no "${strange}" for "${key}"; known are ${known.join(', ')}.`;
  };
  const strange =
    kind === 'study'
      ? (listed('attacks', names.attacks) ?? listed('models', names.models))
      : listed('attack', names.attacks);
  if (strange !== null) return bad(strange);
  const first = kind === 'study' ? FIRST_STUDY : FIRST_POISON;
  return { value: { kind, spec: { ...first, ...given } } as LabSpec, fault: null };
}
