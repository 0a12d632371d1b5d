/**
 * A cell as CSV text (RFC 4180): in quotes, quotes inside doubled, where it holds the delimiter, a quote, a line end,
 * or where `quoted` asks for it.
 */
export function renderCell(text: string, delimiter = ',', quoted = false): string {
  const needed = quoted || text.includes(delimiter) || /["\r\n]/.test(text);
  return needed ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Records as a CSV file: UTF-8, commas, LF. A record of one empty cell is written `""`, for an empty line is none.
 *
 * @param rows texts or numbers, each row as long as the header
 */
export function renderCsv(header: string[], rows: Iterable<readonly (string | number)[]>): Uint8Array {
  const lines = [header.map((name) => renderCell(name)).join(',')];
  for (const row of rows) lines.push(row.map((cell) => renderCell(String(cell))).join(',') || '""');
  return Buffer.from(lines.join('\n') + '\n');
}
