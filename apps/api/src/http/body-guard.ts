import { InvalidRequest } from './invalid-request.js';

const DEEPEST = 64;

/**
 * Refuses what no contract wants and what would fail further in: nesting that overflows a stack, and text that Postgres
 * cannot hold (NUL, half of a surrogate pair), wherever it stands: in a body, a query or a path. Bytes are left to who
 * reads them.
 *
 * @throws InvalidRequest with the path
 */
export function guardBody(body: unknown): void {
  const open: { value: unknown; path: string[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string') checkText(value, path);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue;
    if (path.length >= DEEPEST) refuse(path, `the body is nested deeper than ${DEEPEST} levels`);
    for (const [key, child] of Object.entries(value)) {
      checkText(key, path);
      open.push({ value: child, path: [...path, key] });
    }
  }
}

function checkText(text: string, path: string[]): void {
  if (text.includes('\0')) refuse(path, 'NUL characters are not allowed');
  if (/\p{Surrogate}/u.test(text)) refuse(path, 'the text is no valid Unicode');
}

function refuse(path: string[], message: string): never {
  throw new InvalidRequest([{ path: path.slice(0, 8).join('.'), message }]);
}
