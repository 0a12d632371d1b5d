import { DomainError } from '@antidote/tabular';
import type { Request } from './reply.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses what a page of another site may make a browser send. The `Host` must be a loopback name, the address bound
 * to or the public one, so that no foreign name can be rebound to this server; a request that changes something must
 * come from the very origin it is sent to, other ports of localhost excluded. Programs send no `Origin` and pass.
 */
export class OriginGuard {
  private readonly hosts: Set<string>;
  private readonly publicOrigin: string | null;

  constructor({ host, publicUrl }: { host: string; publicUrl: string | null }) {
    this.hosts = new Set([...LOOPBACK, host]);
    this.publicOrigin = publicUrl === null ? null : new URL(publicUrl).origin;
    if (publicUrl !== null) this.hosts.add(new URL(publicUrl).hostname);
  }

  /** @throws DomainError `forbidden` */
  check({ method, headers }: Pick<Request, 'method' | 'headers'>): void {
    const host = headers.host ?? '';
    if (!this.hosts.has(host.replace(/:\d+$/, ''))) {
      throw new DomainError(
        'forbidden',
        `The host ${JSON.stringify(host.slice(0, 100))} is not served here; use localhost, or set ANTIDOTE_API_URL to the address that people use`,
      );
    }
    if (SAFE.has(method)) return;
    const { origin } = headers;
    const site = headers['sec-fetch-site'];
    const foreign = origin !== undefined ? !this.isOwn(origin, host) : site === 'cross-site' || site === 'same-site';
    if (foreign) {
      throw new DomainError(
        'forbidden',
        `A page of ${origin?.slice(0, 100) ?? 'another origin'} may not change anything here`,
      );
    }
  }

  private isOwn(origin: string, host: string): boolean {
    return origin === this.publicOrigin || origin === `http://${host}`;
  }
}
