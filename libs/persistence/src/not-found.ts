import { DomainError } from '@antidote/tabular';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Gives the row, or refuses with `not_found`, which names the thing and the id asked for. */
export function found<T>(row: T | null | undefined, thing: string, id: string): T {
  if (row === null || row === undefined) throw new DomainError('not_found', `there is no ${thing} ${id}`, { id });
  return row;
}

/** Refuses an id that no row can have before the database sees it. */
export function requireUuid(id: string, thing: string): string {
  if (!UUID.test(id)) found(null, thing, id);
  return id;
}
