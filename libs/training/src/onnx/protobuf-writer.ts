const VARINT = 0;
const FIXED32 = 5;
const LENGTH_DELIMITED = 2;

const utf8 = new TextEncoder();

/**
 * Writes the fields of one protobuf message. Values are whole numbers from 0 to 2^53 - 1.
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export class ProtobufWriter {
  private bytes = new Uint8Array(256);
  private size = 0;

  int(field: number, value: number): this {
    this.tag(field, VARINT);
    this.varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED32);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.append(bytes);
    return this;
  }

  string(field: number, value: string): this {
    return this.raw(field, utf8.encode(value));
  }

  raw(field: number, value: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED);
    this.varint(value.length);
    this.append(value);
    return this;
  }

  message(field: number, value: ProtobufWriter): this {
    return this.raw(field, value.finish());
  }

  /** Repeated whole numbers in packed form. */
  packedInts(field: number, values: Iterable<number>): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.varint(value);
    return this.raw(field, packed.finish());
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.size);
  }

  private tag(field: number, wireType: number): void {
    this.varint(field * 8 + wireType);
  }

  private varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.size++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.size++] = rest;
  }

  private append(value: Uint8Array): void {
    this.reserve(value.length);
    this.bytes.set(value, this.size);
    this.size += value.length;
  }

  private reserve(count: number): void {
    if (this.size + count <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.size + count));
    wider.set(this.bytes);
    this.bytes = wider;
  }
}
