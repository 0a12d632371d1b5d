import { DomainError, parseNumber } from '@antidote/tabular';

/** Characters of a name; requests and answers that name a column take no more. */
const LONGEST_NAME = 1000;

const isNumber = (text: string) => !Number.isNaN(parseNumber(text));

/**
 * Whether the first record looks like data: each of its texts that is no number is found again in its own column, or
 * all are numbers, the last of which is found again in the last column. Numbers may be names (pixels, wavelengths), and
 * numbers that count the columns always are.
 */
function looksLikeData(header: string[], rows: string[][]): boolean {
  const named = [...header.keys()].filter((column) => !isNumber(header[column]!));
  const counting = header.every((name, column) => Number(name) === Number(header[0]) + column);
  if (named.length === 0 && counting && header.length > 1) return false;
  const telling = named.length > 0 ? named : [header.length - 1];
  return telling.every((column) => rows.some((row) => row[column] === header[column]));
}

/**
 * Refuses a first record that cannot name the columns. Positions in messages count from 1.
 *
 * @throws DomainError `empty_header`, `missing_header`, `limit_exceeded`, or `duplicate_header` naming both positions
 */
export function checkHeader(header: string[], rows: string[][]): void {
  refuseBlankNames(header);
  refuseLongNames(header);
  if (looksLikeData(header, rows)) {
    throw new DomainError(
      'missing_header',
      'The first line looks like data, not like column names; put a line with a name for each column first.',
    );
  }
  refuseEqualNames(header);
}

/** As `checkHeader`, for names that cannot be taken for data. */
export function checkNames(header: string[]): void {
  refuseBlankNames(header);
  refuseLongNames(header);
  refuseEqualNames(header);
}

function refuseBlankNames(header: string[]): void {
  const blanks = header.flatMap((name, column) => (name.trim() === '' ? [column + 1] : []));
  if (blanks.length === 0) return;
  throw new DomainError(
    'empty_header',
    `The header has no name for column${blanks.length > 1 ? 's' : ''} ${blanks.join(', ')} of ${header.length}; name every column.`,
    { positions: blanks },
  );
}

function refuseLongNames(header: string[]): void {
  const long = header.findIndex((name) => name.length > LONGEST_NAME);
  if (long < 0) return;
  throw new DomainError(
    'limit_exceeded',
    `The name of column ${long + 1} has ${header[long]!.length} characters; the limit \`columnName\` is ${LONGEST_NAME}: shorten it, and see whether the first line holds the names.`,
    { limitName: 'columnName', limit: LONGEST_NAME, position: long + 1 },
  );
}

function refuseEqualNames(header: string[]): void {
  const seen = new Map<string, number>();
  header.forEach((name, column) => {
    const first = seen.get(name);
    if (first !== undefined) {
      throw new DomainError(
        'duplicate_header',
        `Columns ${first} and ${column + 1} are both named ${JSON.stringify(name)}; give each column a name of its own.`,
        { positions: [first, column + 1] },
      );
    }
    seen.set(name, column + 1);
  });
}
