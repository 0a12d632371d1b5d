import type { LabelChange } from '@antidote/contracts';
import { DomainError, emptyPatch, isMissingNumber, type Patch } from '@antidote/tabular';
import { chooseTarget } from './choose-target.js';
import type { CsvDocument, Span } from './csv-document.js';
import { renderCell } from './render-csv.js';

const QUOTE = 34;

interface Edit extends Span {
  text: string;
}

/**
 * The file with the patch applied: changed labels written in place, in quotes where the cell was, and dropped rows cut
 * out. Every other byte stays: byte order mark, delimiters, quotes, line ends, number formats.
 *
 * @param target name of the target column; `chooseTarget` says which it is otherwise
 * @throws DomainError `conflict` when a row is absent, named twice or bears another label than `from`
 */
export function rewriteCsv(document: CsvDocument, patch: Patch, target?: string): Uint8Array {
  const column = chooseTarget(document.header, target);
  const edits: (Edit & { row: number })[] = [];
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
  edits.sort((a, b) => a.row - b.row);

  const pieces: Uint8Array[] = [];
  let copied = 0;
  edits.forEach((edit, index) => {
    if (edits[index - 1]?.row === edit.row) {
      throw new DomainError('conflict', `Row ${edit.row} is named twice in the patch.`, { row: edit.row });
    }
    pieces.push(document.bytes.subarray(copied, edit.start), Buffer.from(edit.text));
    copied = edit.end;
  });
  pieces.push(document.bytes.subarray(copied));
  return Buffer.concat(pieces);
}

/** The file with labels changed and every other byte kept; `rewriteCsv` without drops. */
export function rewriteLabels(document: CsvDocument, changes: LabelChange[], target?: string): Uint8Array {
  return rewriteCsv(document, { ...emptyPatch(), relabel: changes }, target);
}
