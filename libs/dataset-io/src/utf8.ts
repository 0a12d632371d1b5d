import { isUtf8 } from 'node:buffer';
import { DomainError } from '@antidote/tabular';

/** The offset of the first byte that is no UTF-8: where decoding had to put a replacement character of its own. */
function firstInvalidByte(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf('\uFFFD', from);
    offset += Buffer.byteLength(text.slice(from, at));
    const genuine = bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd;
    if (!genuine) return offset;
    offset += 3;
    from = at + 1;
  }
}

/**
 * Refuses bytes that are not UTF-8 text; nothing is ever read with silent replacement characters.
 *
 * @param start offset of the bytes in their file
 * @throws DomainError `invalid_encoding` naming the byte offset, counted from 0
 */
export function requireUtf8(bytes: Uint8Array, start = 0): void {
  if (!isUtf8(bytes)) {
    const at = firstInvalidByte(bytes);
    const offset = start + at;
    const [first, second] = bytes;
    const utf16 = start === 0 && ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff));
    const hex = bytes[at]!.toString(16).padStart(2, '0').toUpperCase();
    throw new DomainError(
      'invalid_encoding',
      `The file is not UTF-8: byte ${offset} is 0x${hex}${utf16 ? ' (it looks like UTF-16)' : ''}. Save it as UTF-8.`,
      { offset },
    );
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    const offset = start + nul;
    throw new DomainError('invalid_encoding', `The file is no text: byte ${offset} is NUL. Save it as CSV in UTF-8.`, {
      offset,
    });
  }
}
