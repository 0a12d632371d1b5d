import type { ErrorCode, Page, Problem } from '@antidote/contracts';
import { createClient, createConfig, type Client } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import type { Config } from '../config.js';
import { findLocalStack } from '../local-stack.js';
import { keptKey, localKey } from './credentials.js';

/** A client of the API at ANTIDOTE_API_URL, else of the local stack, with the key that is known for it. */
export interface Connection {
  client: Client;
  apiUrl: string;
}

/** @throws DomainError `service_unavailable` when no address is given and the local stack is not up */
export async function connect(config: Config): Promise<Connection> {
  const stack = await findLocalStack(config.home);
  const apiUrl = config.apiUrl ?? stack?.apiUrl;
  if (!apiUrl) {
    throw new DomainError(
      'service_unavailable',
      'no server: the local stack is not up and ANTIDOTE_API_URL is not set. Start it with `npm start` or `antidote up`.',
    );
  }
  if (!URL.canParse(apiUrl)) {
    throw new DomainError(
      'invalid_argument',
      `ANTIDOTE_API_URL is "${apiUrl}"; wanted is an http:// or https:// address.`,
    );
  }
  const key = config.apiKey ?? (await keyFor(config.home, apiUrl, stack?.apiUrl));
  return { client: clientOf(apiUrl, key), apiUrl };
}

/** The local stack's own key goes to the local stack alone. */
async function keyFor(home: string, apiUrl: string, localUrl: string | undefined): Promise<string | null> {
  const isLocal = localUrl !== undefined && new URL(apiUrl).origin === new URL(localUrl).origin;
  return (await keptKey(home, apiUrl)) ?? (isLocal ? localKey(home) : null);
}

/** A client of the API that asks with a key, or as nobody. */
export function clientOf(apiUrl: string, key: string | null): Client {
  const headers = key === null ? {} : { authorization: `Bearer ${key}` };
  return createClient(createConfig({ baseUrl: apiUrl.replace(/\/+$/, ''), headers }));
}

interface Answer<T> {
  data?: T | undefined;
  error?: unknown;
  response?: Response;
}

/** The data of an answer; a problem document becomes the DomainError it stands for. */
export async function answerOf<T>({ apiUrl }: Connection, pending: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await pending;
  if (response?.ok && data !== undefined) return data;
  if (!response) {
    throw new DomainError(
      'service_unavailable',
      `the server at ${apiUrl} does not answer: ${reasonOf(error)}.`,
      {},
      { cause: error },
    );
  }
  const problem = error as Partial<Problem> | undefined;
  if (typeof problem?.code !== 'string') {
    const code: ErrorCode = response.status >= 500 ? 'service_unavailable' : 'invalid_argument';
    throw new DomainError(
      code,
      `${apiUrl} answered ${response.status} without a problem document; is it Antidote's API?`,
    );
  }
  const detail = [
    problem.detail ?? problem.title,
    problem.remedy,
    // The detail holds the first fault already.
    ...(problem.errors ?? []).slice(1).map((one) => `${one.path}: ${one.message}`),
  ];
  throw new DomainError(problem.code, detail.filter(Boolean).join(' '));
}

/** Every item of a paged list, in its order. */
export async function everyPage<T>(
  connection: Connection,
  fetchPage: (cursor: string | undefined) => Promise<Answer<Page<T>>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await answerOf(connection, fetchPage(cursor));
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'it takes too long';
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : 'no answer');
}
