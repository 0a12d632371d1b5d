/** Walks a paged search lazily: a page is asked for when the loop reaches it. */
export async function* searchPages<T>(
  page: (pageToken: string | undefined) => Promise<{ items: T[]; nextPageToken?: string | undefined }>,
): AsyncGenerator<T, void, undefined> {
  let token: string | undefined;
  do {
    const { items, nextPageToken } = await page(token);
    yield* items;
    token = nextPageToken || undefined;
  } while (token !== undefined);
}

/** A string literal of MLflow's filter language; it knows no escapes, so the quote is the one the text lacks. */
export function filterText(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  if (!text.includes('"')) return `"${text}"`;
  throw new TypeError(`a filter cannot hold both kinds of quotes: ${text}`);
}
