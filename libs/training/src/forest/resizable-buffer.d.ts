/** Part of ES2024 that Node 20 has already. */
interface ArrayBuffer {
  readonly resizable: boolean;
  resize(byteLength: number): void;
}
interface ArrayBufferConstructor {
  new (byteLength: number, options: { maxByteLength: number }): ArrayBuffer;
}
