import { capabilitiesOf, type Capability, type Person } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { Request } from '../http/reply.js';
import type { Actor } from './actor.js';
import { csrfTokenOf, isSameSecret, type SessionCookie } from './session-cookie.js';

const BEARER = /^Bearer +([\x21-\x7e]{1,200})$/i;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Recognises who asks: by `Authorization: Bearer <key>`, else by the session's cookie. */
export class Authenticator {
  constructor(
    private readonly database: Pick<Database, 'sessions' | 'keys'>,
    private readonly cookie: SessionCookie,
  ) {}

  /**
   * @throws DomainError `unauthenticated` for nobody, a key or session that holds no longer, or a disabled account;
   *   `forbidden` for a change by a session without its CSRF token
   */
  async recognise(request: Request): Promise<Actor> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.byKey(authorization);
    const secret = request.cookies[this.cookie.name];
    if (secret !== undefined && secret !== '') return this.bySession(secret, request);
    throw new DomainError(
      'unauthenticated',
      'Nobody is signed in; sign in at the console, run `antidote login`, or send an API key as `Authorization: Bearer`',
    );
  }

  private async byKey(authorization: string): Promise<Actor> {
    const secret = BEARER.exec(authorization)?.[1];
    if (secret === undefined) {
      throw new DomainError('unauthenticated', 'The header Authorization is wanted as `Bearer` and an API key');
    }
    const known = await this.database.keys.find(secret);
    if (known === null) throw new DomainError('unauthenticated', 'The API key is none of this workspace');
    const { key, person } = known;
    if (key.revokedAt !== null || person.disabledAt !== null) {
      throw new DomainError('unauthenticated', `The API key ${key.prefix} was revoked; make a new one`);
    }
    if (Date.parse(key.expiresAt) <= Date.now()) {
      throw new DomainError('unauthenticated', `The API key ${key.prefix} expired at ${key.expiresAt}; make a new one`);
    }
    await this.database.keys.used(key);
    const scopes = new Set(key.scopes);
    return {
      person,
      capabilities: capabilities(person, (capability) => scopes.has(capability)),
      via: 'key',
      origin: key.prefix,
      sessionId: null,
      csrfToken: null,
    };
  }

  private async bySession(secret: string, { method, headers }: Request): Promise<Actor> {
    const session = await this.database.sessions.find(secret);
    if (session === null) throw new DomainError('unauthenticated', 'The session is over; sign in again');
    const csrfToken = csrfTokenOf(secret);
    const sent = headers['x-csrf-token'];
    if (!SAFE.has(method) && !(typeof sent === 'string' && isSameSecret(sent, csrfToken))) {
      throw new DomainError(
        'forbidden',
        'A change by a signed-in browser wants the header X-CSRF-Token with the session’s token; reload the page',
      );
    }
    return {
      person: session.person,
      capabilities: capabilities(session.person),
      via: 'session',
      origin: 'session',
      sessionId: session.id,
      csrfToken,
    };
  }
}

const capabilities = ({ role }: Person, allowed: (capability: Capability) => boolean = () => true) =>
  new Set(capabilitiesOf(role).filter(allowed));
