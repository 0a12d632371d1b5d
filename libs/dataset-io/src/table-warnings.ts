import { classCounts, isMissingNumber, parseNumber, type Table } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';

/** From this share of numbers on, the rest of a category column is more likely a slip than a category. */
const MOSTLY_NUMBERS = 0.9;

function listed(texts: string[]): string {
  const shown = texts.slice(0, 3).map((text) => JSON.stringify(text));
  return shown.join(', ') + (texts.length > shown.length ? ` and ${texts.length - shown.length} more` : '');
}

function nearlyNumeric(document: CsvDocument, name: string): string | null {
  const column = document.header.indexOf(name);
  let present = 0;
  let others = 0;
  let first = -1;
  document.rows.forEach((row, index) => {
    const cell = row[column]!;
    if (isMissingNumber(cell)) return;
    present++;
    if (!Number.isNaN(parseNumber(cell))) return;
    others++;
    if (first < 0) first = index;
  });
  if ((present - others) / present < MOSTLY_NUMBERS) return null;
  const text = JSON.stringify(document.rows[first]![column]);
  return `Column ${JSON.stringify(name)} is read as a category: ${others} of its ${present} values ${others === 1 ? 'is no number' : 'are no numbers'}, the first is ${text} in row ${first}.`;
}

/** What is accepted and still worth a look, one sentence each. */
export function tableWarnings(document: CsvDocument, table: Table): string[] {
  const { classes, codes } = table.target;
  const warnings: string[] = [];
  const counts = classCounts(codes, classes.length);

  const unlabelled = codes.reduce((sum, code) => sum + (code < 0 ? 1 : 0), 0);
  if (unlabelled > 0) {
    warnings.push(
      `${unlabelled} of ${table.rowCount} rows ${unlabelled === 1 ? 'has' : 'have'} no label and ${unlabelled === 1 ? 'is' : 'are'} left out of training.`,
    );
  }
  const singles = classes.filter((_, code) => counts[code] === 1);
  if (singles.length > 0) {
    const subject = singles.length === 1 ? 'Class' : 'Classes';
    warnings.push(
      `${subject} with a single row: ${listed(singles)}. Such a row stays in training and is never scored.`,
    );
  }
  const padded = classes.filter((text) => text !== text.trim());
  if (padded.length > 0) {
    warnings.push(`Labels with blanks around them are classes of their own: ${listed(padded)}.`);
  }
  for (const column of table.features) {
    const warning = column.kind === 'category' ? nearlyNumeric(document, column.name) : null;
    if (warning) warnings.push(warning);
  }
  return warnings;
}
