const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** The CRC-32 of gzip and PNG, from 0 to 2^32 - 1: notices damage, not forgery. @see ISO 3309 */
export function crc32(bytes: Uint8Array): number {
  let state = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) state = TABLE[(state ^ bytes[i]!) & 255]! ^ (state >>> 8);
  return (state ^ 0xffffffff) >>> 0;
}
