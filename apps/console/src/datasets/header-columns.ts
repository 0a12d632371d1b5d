const DELIMITERS = [',', ';', '\t', '|'];

/**
 * The column names in the first line of a file of text, to choose from in a form; the server reads the file for real.
 *
 * @param start the beginning of the file
 * @returns nothing for a file that is no delimited text, such as Parquet or gzip
 */
export function headerColumns(start: string): string[] {
  const [line] = start.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  // A NUL or a replacement character: bytes that are no text.
  if (line === undefined || /[\0\uFFFD]/.test(line) || line.startsWith('PAR1') || line.startsWith('{')) return [];
  const delimiter = DELIMITERS.map((one) => ({ one, count: line.split(one).length })).sort(
    (a, b) => b.count - a.count,
  )[0]!.one;
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell].filter((name) => name !== '');
}
