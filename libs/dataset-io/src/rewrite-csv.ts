import { DomainError, isMissingNumber, type Patch, type Table } from '@antidote/tabular';
import { chooseTarget } from './choose-target.js';
import type { CsvDocument, Span } from './csv-document.js';
import { renderCell } from './render-csv.js';

const QUOTE = 34;

interface Edit extends Span {
  text: string;
}

/**
 * The file with the patch applied: changed labels and values written in place, in quotes where the cell was, dropped
 * rows cut out, added rows at the end. Every other byte stays: byte order mark, delimiters, quotes, line ends, number
 * formats.
 *
 * @param target name of the target column; `chooseTarget` says which it is otherwise
 * @param table says which columns the values of added rows are for; every column but the target, where absent
 * @throws DomainError `conflict` when a row is absent, named twice or bears another label than `from`;
 *   `column_mismatch` for a column that the file lacks
 */
export function rewriteCsv(
  document: CsvDocument,
  patch: Patch,
  target?: string,
  table?: Pick<Table, 'features' | 'context'>,
): Uint8Array {
  const column = chooseTarget(document.header, target);
  const edits: (Edit & { row: number })[] = [];
  for (const { row, column: name, to } of patch.cells) {
    const at = document.header.indexOf(name);
    if (document.rows[row] === undefined || at < 0 || at === column) {
      throw new DomainError(
        at < 0 || at === column ? 'column_mismatch' : 'conflict',
        `Row ${row}, column ${JSON.stringify(name)} is no feature value of the file and cannot be changed.`,
        { row, column: name },
      );
    }
    const span = document.cellSpan(row, at);
    const quoted = document.bytes[span.start] === QUOTE;
    edits.push({ row, ...span, text: renderCell(to, document.delimiter, quoted) });
  }
  for (const { row, from, to } of patch.relabel) {
    const given = document.rows[row]?.[column];
    // A label that the table takes for missing may be written NA or NaN in the file.
    const bothMissing = from === '' && given !== undefined && isMissingNumber(given);
    if (given !== from && !bothMissing) {
      const found = given === undefined ? 'is not in the file' : `has the label ${JSON.stringify(given)}`;
      throw new DomainError(
        'conflict',
        `Row ${row} ${found}, not the label ${JSON.stringify(from)} that is to change.`,
        { row },
      );
    }
    const span = document.cellSpan(row, column);
    const quoted = document.bytes[span.start] === QUOTE;
    edits.push({ row, ...span, text: renderCell(to, document.delimiter, quoted) });
  }
  for (const row of patch.drop) {
    if (document.rows[row] === undefined) {
      throw new DomainError('conflict', `Row ${row} is not in the file and cannot be dropped.`, { row });
    }
    edits.push({ row, ...document.recordSpan(row), text: '' });
  }
  edits.sort((a, b) => a.start - b.start);

  const pieces: Uint8Array[] = [];
  let copied = 0;
  edits.forEach((edit, index) => {
    if (edit.start < copied || (index > 0 && edit.start === edits[index - 1]!.start)) {
      throw new DomainError('conflict', `Row ${edit.row} is named twice in the patch.`, { row: edit.row });
    }
    pieces.push(document.bytes.subarray(copied, edit.start), Buffer.from(edit.text));
    copied = edit.end;
  });
  pieces.push(document.bytes.subarray(copied), addedLines(document, patch, column, table));
  return Buffer.concat(pieces);
}

/** The added rows as lines at the end of the file. */
function addedLines(
  { header, bytes, delimiter, newline }: CsvDocument,
  { add }: Patch,
  target: number,
  table?: Pick<Table, 'features' | 'context'>,
): Uint8Array {
  if (add.length === 0) return new Uint8Array();
  const features = table?.features.map(({ name }) => name) ?? header.filter((_, at) => at !== target);
  const context = table?.context?.map(({ name }) => name) ?? [];
  const lines = add.map((row) => {
    const textOf = new Map<string, string | undefined>();
    features.forEach((name, index) => textOf.set(name, row.values[index]));
    context.forEach((name, index) => textOf.set(name, row.context?.[index]));
    const cells = header.map((name, at) => (at === target ? row.label : (textOf.get(name) ?? '')));
    return cells.map((cell) => renderCell(cell, delimiter)).join(delimiter) + newline;
  });
  const last = bytes.at(-1);
  const ended = last === 10 || last === 13;
  return Buffer.from(`${ended ? '' : newline}${lines.join('')}`);
}
