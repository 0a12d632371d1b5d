import { cellEnd, skipEmptyLines, type Newline } from './csv-document.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const LF = 10;
const CR = 13;

/** How many rows after the header are looked at where the header alone leaves a choice. */
const SAMPLE_ROWS = 20;

/** Cells of each of the first records when split at `delimiter`; the header first. */
function widths(bytes: Uint8Array, start: number, delimiter: number): number[] {
  const counts: number[] = [];
  let offset = skipEmptyLines(bytes, start);
  while (offset < bytes.length && counts.length <= SAMPLE_ROWS) {
    let cells = 1;
    let end = cellEnd(bytes, offset, delimiter);
    while (bytes[end] === delimiter) {
      cells++;
      end = cellEnd(bytes, end + 1, delimiter);
    }
    counts.push(cells);
    offset = skipEmptyLines(bytes, end);
  }
  return counts;
}

/**
 * The delimiter: of those that the header line holds outside quotes, the one that splits most of the first rows into
 * as many cells as the header, then the one that splits the header into most. A comma where there is none.
 *
 * @param start offset of the header, after a byte order mark
 */
export function detectDelimiter(bytes: Uint8Array, start: number): string {
  let best = { delimiter: ',' as string, agreeing: -1, cells: 1 };
  for (const delimiter of DELIMITERS) {
    const [cells = 1, ...rows] = widths(bytes, start, delimiter.charCodeAt(0));
    if (cells === 1) continue;
    const agreeing = rows.length === 0 ? 1 : rows.filter((width) => width === cells).length / rows.length;
    if (agreeing > best.agreeing || (agreeing === best.agreeing && cells > best.cells)) {
      best = { delimiter, agreeing, cells };
    }
  }
  return best.delimiter;
}

/** The first line end outside quotes; LF where there is none. Files with several kinds are read all the same. */
export function detectNewline(bytes: Uint8Array, headerEnd: number): Newline {
  if (bytes[headerEnd - 1] === CR) return '\r';
  if (bytes[headerEnd - 1] === LF && bytes[headerEnd - 2] === CR) return '\r\n';
  return '\n';
}
