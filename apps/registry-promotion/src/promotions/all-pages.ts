import type { Page } from '@antidote/contracts';

/** Every item of a paged list, in its order; a page is read when its first item is wanted. */
export async function* allPages<T>(
  read: (page: { cursor?: string | undefined; limit: number }) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const { items, next } = await read({ cursor, limit: 100 });
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
