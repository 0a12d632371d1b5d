import { DomainError } from '@antidote/tabular';
import { crc32 } from './crc32.js';
import type { Model } from './model.js';
import {
  fromSections,
  isSectionType,
  newSection,
  sectionBytes,
  sectionType,
  toSections,
  type Json,
} from './model-sections.js';
import { soundModel } from './sound-model.js';

/** Not a text, and spoilt by any program that changes line ends: as PNG's. */
const MAGIC = Uint8Array.of(0x89, 0x41, 0x4e, 0x54, 0x4d, 0x0d, 0x0a, 0x1a);
const FORMAT_VERSION = 1;
const PRELUDE = 32;
const ALIGNMENT = 8;

interface Header {
  model: Json;
  sections: { type: string; length: number }[];
}

/**
 * A model in compact form, little-endian:
 *
 *     0   8 bytes   magic
 *     8   uint32    format version, 1
 *     12  uint32    CRC-32 of all bytes from 32 on
 *     16  uint64    length of the whole, in bytes
 *     24  uint32    length of the header
 *     28  uint32    0
 *     32  header    JSON in UTF-8: the model's fields, and type and length of each section
 *         sections  typed arrays, each from the next multiple of 8
 *
 * The same model gives the same bytes. Out-of-bag predictions, which belong to the training rows, are left out.
 */
export function modelToBytes(model: Model): Uint8Array {
  const { plain, sections } = toSections(model, ['outOfBag']);
  const header: Header = {
    model: plain,
    sections: sections.map((section) => ({ type: sectionType(section), length: section.length })),
  };
  const headerBytes = new TextEncoder().encode(JSON.stringify(header));
  const { offsets, total } = layout(headerBytes.length, sections);
  const bytes = new Uint8Array(total);
  bytes.set(headerBytes, PRELUDE);
  sections.forEach((section, index) => {
    const raw = new Uint8Array(section.buffer, section.byteOffset, section.byteLength);
    bytes.set(IS_LITTLE_ENDIAN ? raw : swapped(raw, section.BYTES_PER_ELEMENT), offsets[index]!);
  });
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, FORMAT_VERSION, true);
  view.setUint32(12, crc32(bytes.subarray(PRELUDE)), true);
  view.setBigUint64(16, BigInt(total), true);
  view.setUint32(24, headerBytes.length, true);
  return bytes;
}

/**
 * The model that `modelToBytes` stored: it predicts the same to the last bit.
 * @param bytes of any origin; not kept
 * @throws DomainError `invalid_model` when they are something else, of another version, cut short, or damaged
 */
export function modelFromBytes(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PRELUDE || MAGIC.some((byte, at) => bytes[at] !== byte)) {
    throw new DomainError('invalid_model', 'these bytes are no stored model; give what modelToBytes made');
  }
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) {
    throw new DomainError(
      'invalid_model',
      `the model has format version ${version}; this build reads ${FORMAT_VERSION}`,
    );
  }
  const total = view.getBigUint64(16, true);
  if (total !== BigInt(bytes.length)) {
    throw new DomainError('invalid_model', `the model has ${bytes.length} bytes of ${total}; copy it again`);
  }
  if (crc32(bytes.subarray(PRELUDE)) !== view.getUint32(12, true)) {
    throw new DomainError('invalid_model', 'the model was damaged on its way: its checksum differs; copy it again');
  }
  const headerLength = view.getUint32(24, true);
  const header = parsed(bytes.subarray(PRELUDE, PRELUDE + headerLength));
  const described = header.sections.map((section: unknown) => {
    const { type, length } = (section ?? {}) as Partial<Header['sections'][number]>;
    if (!isSectionType(type) || !Number.isInteger(length) || length! < 0) throw unreadable();
    return { type, length: length!, byteLength: sectionBytes(type, length!) };
  });
  // Before any room is made: a forged header may speak of more than there is.
  const { offsets, total: needed } = layout(headerLength, described);
  if (needed !== bytes.length) throw unreadable();
  const sections = described.map(({ type, length }, index) => {
    const section = newSection(type, length);
    const raw = bytes.subarray(offsets[index]!, offsets[index]! + section.byteLength);
    new Uint8Array(section.buffer).set(IS_LITTLE_ENDIAN ? raw : swapped(raw, section.BYTES_PER_ELEMENT));
    return section;
  });
  return soundModel(fromSections(header.model, sections));
}

function layout(headerLength: number, sections: { byteLength: number }[]): { offsets: number[]; total: number } {
  let total = PRELUDE + headerLength;
  const offsets = sections.map((section) => {
    const offset = Math.ceil(total / ALIGNMENT) * ALIGNMENT;
    total = offset + section.byteLength;
    return offset;
  });
  return { offsets, total };
}

function parsed(bytes: Uint8Array): Header {
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Header;
    if (typeof header.model !== 'object' || !Array.isArray(header.sections)) throw unreadable();
    return header;
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause?: unknown) =>
  new DomainError('invalid_model', 'the header of the model cannot be read; save the model again', {}, { cause });

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swapped(bytes: Uint8Array, elementSize: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++)
    turned[at] = bytes[at - (at % elementSize) + elementSize - 1 - (at % elementSize)]!;
  return turned;
}
