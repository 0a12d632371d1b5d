import { classCounts, isMissingNumber, parseNumber, type Table } from '@antidote/tabular';
import type { CsvDocument } from './csv-document.js';

/** From this share of numbers on, the rest of a category column is more likely a slip than a category. */
const MOSTLY_NUMBERS = 0.9;

function listed(texts: string[]): string {
  const shown = texts.slice(0, 3).map((text) => JSON.stringify(text));
  return shown.join(', ') + (texts.length > shown.length ? ` and ${texts.length - shown.length} more` : '');
}

/** Of the values of a category that are not missing. */
export interface Mixture {
  numbers: number;
  others: number;
  /** Position of the first value that is no number. */
  firstOther: number;
}

/** Says that a category is nearly numeric; null where it is not. The value is left out, for it may be personal. */
export function nearlyNumericWarning(name: string, { numbers, others, firstOther }: Mixture): string | null {
  const present = numbers + others;
  if (numbers / present < MOSTLY_NUMBERS) return null;
  return `Column ${JSON.stringify(name)} is read as a category: ${others} of its ${present} values ${others === 1 ? 'is no number' : 'are no numbers'}, the first is in row ${firstOther}.`;
}

function mixtureOf(document: CsvDocument, name: string): Mixture {
  const column = document.header.indexOf(name);
  const mixture = { numbers: 0, others: 0, firstOther: -1 };
  document.rows.forEach((row, index) => {
    const cell = row[column]!;
    if (isMissingNumber(cell)) return;
    if (!Number.isNaN(parseNumber(cell))) mixture.numbers++;
    else if (mixture.others++ === 0) mixture.firstOther = index;
  });
  return mixture;
}

/** What is accepted and still worth a look, one sentence each. */
export function tableWarnings(document: CsvDocument, table: Table): string[] {
  const warnings = labelWarnings(table);
  for (const column of table.features) {
    if (column.kind !== 'category') continue;
    const warning = nearlyNumericWarning(column.name, mixtureOf(document, column.name));
    if (warning !== null) warnings.push(warning);
  }
  return warnings;
}

/** Of the labels alone: what a patch may change. */
export function labelWarnings(table: Table): string[] {
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
  return warnings;
}
