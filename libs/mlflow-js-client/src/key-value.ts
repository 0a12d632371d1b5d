import { checkKey, checkLength } from './limits.js';

export type KeyValues = Record<string, string | number | boolean>;

export interface WireKeyValue {
  key: string;
  value: string;
}

/**
 * Parameters or tags as the server takes them.
 *
 * @param what names them in messages, such as `tag`
 * @param limit longest value, in code points
 */
export function toWire(what: string, values: KeyValues, limit: number): WireKeyValue[] {
  return Object.entries(values).map(([key, value]) => {
    checkKey(what, key);
    const text = String(value);
    checkLength(`value of ${what} '${key}'`, text, limit);
    return { key, value: text };
  });
}

export function fromWire(pairs: WireKeyValue[] | undefined): Record<string, string> {
  return Object.fromEntries((pairs ?? []).map(({ key, value }) => [key, value]));
}
