/**
 * A copy of plain data with every typed array in memory that threads share, so that handing it to any number of them
 * copies no values again. What occurs twice is copied once.
 */
export function sharedCopy<T>(value: T, copies = new Map<object, unknown>()): T {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  if (ArrayBuffer.isView(value)) {
    const array = value as unknown as Uint8Array;
    const copy = new (array.constructor as Uint8ArrayConstructor)(
      new SharedArrayBuffer(array.byteLength),
    ) as typeof array;
    copy.set(array);
    copies.set(value, copy);
    return copy as T;
  }
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  for (const [key, part] of Object.entries(value)) (copy as Record<string, unknown>)[key] = sharedCopy(part, copies);
  return copy as T;
}
