import { byCodePoint } from './by-code-point.js';

interface Coded {
  codes: Int32Array;
  texts: string[];
}

/** The codes over texts grown by those of `added` that are new; texts stay in code point order, `''` is never one. */
export function withTexts({ codes, texts }: Coded, added: Iterable<string>): Coded {
  const known = new Set(texts);
  for (const text of added) if (text !== '') known.add(text);
  if (known.size === texts.length) return { codes, texts };
  const grown = [...known].sort(byCodePoint);
  const codeOf = new Map(grown.map((text, code) => [text, code]));
  const recode = texts.map((text) => codeOf.get(text)!);
  return { codes: codes.map((code) => (code < 0 ? -1 : recode[code]!)), texts: grown };
}
