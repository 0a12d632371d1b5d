/** A module that a spec compares with its source; null where the machine lacks WebAssembly, or the vectors it is made of. */
export function compileWasm(base64: string): WebAssembly.Module | null {
  if (typeof WebAssembly !== 'object') return null;
  const text = atob(base64);
  // The first fit of a process waits for this: Uint8Array.from takes five times as long.
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return null;
  }
}
