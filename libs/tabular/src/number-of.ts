import { DomainError } from './domain-error.js';
import { isMissingNumber, parseNumber } from './parse-number.js';

/** The number of a text in a numeric column; NaN when missing. @throws DomainError `column_mismatch` */
export function numberOf(text: string, row: number, column: string): number {
  const value = parseNumber(text);
  if (Number.isNaN(value) && !isMissingNumber(text)) {
    throw new DomainError(
      'column_mismatch',
      `The patch has ${JSON.stringify(text)} for row ${row} in column ${JSON.stringify(column)}, which holds numbers.`,
      { column, row },
    );
  }
  return value;
}
