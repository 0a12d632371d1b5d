import { createHmac, timingSafeEqual } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { ApiConfig } from '../config.js';

const LIFE_SECONDS = 30 * 24 * 60 * 60;

/** The cookie that holds a session's secret. Browsers share cookies between ports of one host: the name tells ours. */
export class SessionCookie {
  readonly name: string;
  readonly options: CookieSerializeOptions;

  constructor({ port, publicUrl }: Pick<ApiConfig, 'port' | 'publicUrl'>) {
    const secure = publicUrl?.startsWith('https:') ?? false;
    this.name = `${secure ? '__Host-' : ''}antidote-${port}`;
    this.options = { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: LIFE_SECONDS };
  }
}

/** What a page of the console proves that it read the session's answer with: made of the session's secret. */
export const csrfTokenOf = (sessionSecret: string): string =>
  createHmac('sha256', sessionSecret).update('csrf').digest('base64url');

/** Compares in a time that tells nothing of where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
