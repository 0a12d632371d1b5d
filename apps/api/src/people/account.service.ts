import { Inject, Injectable } from '@nestjs/common';
import {
  capabilitiesOf,
  type ApiKey,
  type ApiKeyRequest,
  type NewApiKey,
  type Page,
  type PasswordRequest,
  type SessionSummary,
  type SignInLink,
} from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { Actor } from '../access/actor.js';
import { Passwords } from '../access/passwords.js';
import { requireScopes } from '../access/require-scopes.js';
import { DATABASE } from '../ports.js';
import { toSignInLink } from './sign-in-link.js';

const OWN_LINK_MS = 10 * 60 * 1000;

@Injectable()
export class AccountService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  /** @throws DomainError `forbidden` for a key, or a wrong present password; `invalid_argument` for the login itself */
  async setPassword({ person, sessionId }: Actor, { current, password }: PasswordRequest): Promise<void> {
    if (sessionId === null) {
      throw new DomainError(
        'forbidden',
        'A password is set by a signed-in browser, not by a key; run `antidote login`',
      );
    }
    if (password.toLowerCase() === person.login) {
      throw new DomainError('invalid_argument', 'The password is the login; take another');
    }
    const { passwordHash } = (await this.database.people.credentials(person.login))!;
    if (passwordHash !== null && !(await this.passwords.matches(passwordHash, current ?? ''))) {
      throw new DomainError('forbidden', 'The present password is another; an admin can make a sign-in link');
    }
    const hash = await this.passwords.hash(password);
    await this.database.people.setPassword(person.id, hash, sessionId, person.login);
  }

  /** Only for who may do all that the account may: a link gives a session, which no scope narrows. */
  async createSignInLink({ person, capabilities }: Actor): Promise<SignInLink> {
    requireScopes(capabilities, capabilitiesOf(person.role), 'sign a browser in');
    return toSignInLink(await this.database.sessions.createLink(person, OWN_LINK_MS, person.login));
  }

  async sessions({ person, sessionId }: Actor): Promise<Page<SessionSummary>> {
    return { items: await this.database.sessions.list(person.id, sessionId), next: null };
  }

  endSession({ person }: Actor, id: string): Promise<void> {
    return this.database.sessions.end(person.id, id, person.login);
  }

  async keys({ person }: Actor): Promise<Page<ApiKey>> {
    return { items: await this.database.keys.list(person.id), next: null };
  }

  /** @throws DomainError `forbidden` for scopes beyond those of the one who asks */
  createKey({ person, capabilities }: Actor, request: ApiKeyRequest): Promise<NewApiKey> {
    requireScopes(capabilities, request.scopes, 'be given to a key');
    return this.database.keys.create(person, request, person.login);
  }

  revokeKey({ person }: Actor, id: string): Promise<void> {
    return this.database.keys.revoke(person.id, id, person.login);
  }
}
