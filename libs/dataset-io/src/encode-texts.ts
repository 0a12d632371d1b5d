import { byCodePoint } from '@antidote/tabular';

/** Codes of the texts of a column among its sorted texts; -1 where `isMissing`. */
export function encodeTexts(
  rows: string[][],
  column: number,
  isMissing: (cell: string) => boolean,
): { codes: Int32Array; texts: string[] } {
  const firstCodes = new Map<string, number>();
  const codes = new Int32Array(rows.length);
  rows.forEach((cells, row) => {
    const cell = cells[column]!;
    let code = isMissing(cell) ? -1 : firstCodes.get(cell);
    if (code === undefined) firstCodes.set(cell, (code = firstCodes.size));
    codes[row] = code;
  });
  const texts = [...firstCodes.keys()].sort(byCodePoint);
  const sorted = new Int32Array(texts.length);
  texts.forEach((text, code) => (sorted[firstCodes.get(text)!] = code));
  return { codes: codes.map((code) => (code < 0 ? -1 : sorted[code]!)), texts };
}
