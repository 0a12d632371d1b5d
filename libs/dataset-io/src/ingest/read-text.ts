import { isAscii, isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { requireUtf8 } from '../utf8.js';

const CHUNK = 2 ** 20;

/** Bytes at the end that begin a character without ending it. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

/** Bytes of a file in order, in pieces that are valid until the next one is asked for. */
export async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

/**
 * The text of a UTF-8 file in pieces, without a byte order mark.
 *
 * @throws DomainError `invalid_encoding` naming the byte offset
 */
export async function* readText(path: string): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of readChunks(path)) {
    let bytes =
      rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const left = unfinished(bytes);
    rest = Buffer.from(bytes.subarray(bytes.length - left));
    bytes = bytes.subarray(0, bytes.length - left);
    yield decode(bytes, offset);
    offset += bytes.length;
  }
  if (rest.length > 0) requireUtf8(rest, offset);
}

function decode(bytes: Buffer, offset: number): string {
  if (!isUtf8(bytes) || bytes.includes(0)) requireUtf8(bytes, offset);
  if (isAscii(bytes)) return bytes.toString('latin1');
  const text = bytes.toString('utf8');
  return offset === 0 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
