import { client } from '@antidote/api-client';
import type { Account } from '@antidote/contracts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
let token: string | null = null;

/** Keeps the token of the session that is open, and gives the account on. */
export function rememberToken(account: Account): Account {
  token = account.csrfToken;
  return account;
}

/** Sends the session's token with whatever changes something: a page of another site cannot read it. */
export function sendToken(): void {
  client.interceptors.request.use((request) => {
    if (token !== null && !SAFE.has(request.method)) request.headers.set('X-CSRF-Token', token);
    return request;
  });
}
