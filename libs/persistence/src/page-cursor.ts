import type { Page } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';

export interface PageRequest {
  cursor?: string | undefined;
  limit: number;
}

/** The order of every list by time: newest first, ties by id. */
export const NEWEST_FIRST = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];

interface Dated {
  id: string;
  createdAt: Date;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** As `toISOString` writes the times of rows; Date and Postgres differ in what else they take. */
const TIME = /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** What Postgres's integer holds. */
const LAST_POSITION = 2 ** 31 - 1;

const encode = (parts: string[]) => Buffer.from(parts.join('|')).toString('base64url');

function refuse(cursor: string): never {
  throw new DomainError(
    'invalid_argument',
    `cursor "${cursor}" is not one of this list; ask without it for the first page`,
  );
}

/** The condition on (createdAt, id) that a row after the cursor meets, newest first. */
export function afterCursor(cursor: string | undefined): object {
  if (cursor === undefined) return {};
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|');
  const createdAt = new Date(time);
  if (!TIME.test(time) || Number.isNaN(createdAt.getTime()) || !UUID.test(id)) refuse(cursor);
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** Makes a page of rows that were read with `take: limit + 1`; the row too many only tells that there are more. */
export function toPage<Row extends Dated, Item>(rows: Row[], limit: number, toItem: (row: Row) => Item): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? encode([last.createdAt.toISOString(), last.id]) : null;
  return { items: shown.map(toItem), next };
}

/** The cursor of a list by position, as review items are: the position of the last row shown. */
export function positionOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const position = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(position) || position < 0 || position > LAST_POSITION) refuse(cursor);
  return position;
}

export function toPositionPage<Row extends { position: number }, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next: rows.length > limit && last ? encode([String(last.position)]) : null };
}
