import { DomainError } from '@antidote/tabular';

const SECTION_TYPES = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
} as const;

export type SectionType = keyof typeof SECTION_TYPES;
export type Section = InstanceType<(typeof SECTION_TYPES)[SectionType]>;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A model in two parts: JSON, where `{ "$array": n }` stands for an array, and those arrays in order of appearance. */
export interface SectionedModel {
  plain: { [field: string]: Json };
  sections: Section[];
}

/** @param without names of fields of the model that are left out */
export function toSections(model: object, without: string[]): SectionedModel {
  const sections: Section[] = [];
  const plainOf = (value: unknown): Json => {
    if (ArrayBuffer.isView(value)) return { $array: sections.push(value as Section) - 1 };
    if (Array.isArray(value)) return value.map(plainOf);
    if (typeof value === 'number') return plainNumber(value);
    if (typeof value !== 'object' || value === null) return value as Json;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, plainOf(item)]));
  };
  const kept = Object.fromEntries(Object.entries(model).filter(([field]) => !without.includes(field)));
  return { plain: plainOf(kept) as SectionedModel['plain'], sections };
}

/** @throws DomainError `invalid_model` when an array is referred to that is not there */
export function fromSections(plain: Json, sections: ArrayLike<Section>): unknown {
  if (Array.isArray(plain)) return plain.map((item) => fromSections(item, sections));
  if (typeof plain !== 'object' || plain === null) return plain;
  if ('$number' in plain) return numberOf(plain);
  if (!('$array' in plain)) {
    return Object.fromEntries(Object.entries(plain).map(([key, item]) => [key, fromSections(item, sections)]));
  }
  const section = Number.isInteger(plain.$array) ? sections[plain.$array as number] : undefined;
  if (!section) throw new DomainError('invalid_model', 'the model lacks one of its arrays; save it again');
  return section;
}

/** JSON has no NaN, no infinity and no -0. */
export const plainNumber = (value: number): number | { $number: string } =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : { $number: Object.is(value, -0) ? '-0' : `${value}` };

/** The number that `plainNumber` stored; undefined when it is none. */
export function numberOf(stored: unknown): number | undefined {
  if (typeof stored === 'number') return stored;
  const name = (stored as { $number?: unknown } | null)?.$number;
  return typeof name === 'string' && /^(NaN|-?Infinity|-0)$/.test(name) ? Number(name) : undefined;
}

export function sectionType(section: Section): SectionType {
  const type = Object.prototype.toString.call(section).slice(8, -1);
  if (!Object.hasOwn(SECTION_TYPES, type)) {
    throw new DomainError('defect', `a model holds a ${type}, which has no stored form`);
  }
  return type as SectionType;
}

export const isSectionType = (type: unknown): type is SectionType =>
  typeof type === 'string' && Object.hasOwn(SECTION_TYPES, type);

/** Bytes of an array of `length` numbers. */
export const sectionBytes = (type: SectionType, length: number) => length * SECTION_TYPES[type].BYTES_PER_ELEMENT;

/** An array of `length` zeros. */
export const newSection = (type: SectionType, length: number): Section => new SECTION_TYPES[type](length);
