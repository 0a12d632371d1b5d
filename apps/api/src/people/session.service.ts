import { Inject, Injectable } from '@nestjs/common';
import { capabilitiesOf, type Account, type Person, type SignInRequest } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { Actor } from '../access/actor.js';
import { Passwords } from '../access/passwords.js';
import { csrfTokenOf } from '../access/session-cookie.js';
import { SignInThrottle } from '../access/sign-in-throttle.js';
import { DATABASE } from '../ports.js';

@Injectable()
export class SessionService {
  private readonly throttle = new SignInThrottle();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly passwords: Passwords,
  ) {}

  /**
   * @param address of the one who asks, to count failures by
   * @returns the session's secret for the cookie, and the account
   * @throws DomainError `unauthenticated`, the same for whatever was wrong; `too_many_requests` after too many of them
   */
  async signIn(
    request: SignInRequest,
    address: string,
    userAgent: string,
  ): Promise<{ account: Account; secret: string }> {
    const byLink = 'link' in request;
    const person = byLink ? await this.byLink(request.link) : await this.byPassword(request, address);
    const how = byLink ? 'link' : 'password';
    const secret = await this.database.sessions.open(person, { userAgent, how });
    const account: Account = {
      person,
      capabilities: capabilitiesOf(person.role),
      via: 'session',
      csrfToken: csrfTokenOf(secret),
      mode: await this.database.people.mode(),
    };
    return { account, secret };
  }

  async account({ person, capabilities, via, csrfToken }: Actor): Promise<Account> {
    return { person, capabilities: [...capabilities], via, csrfToken, mode: await this.database.people.mode() };
  }

  /** @throws DomainError `invalid_state` for a key, which is revoked instead */
  async signOut({ person, sessionId }: Actor): Promise<void> {
    if (sessionId === null) {
      throw new DomainError('invalid_state', 'A key is not signed in; revoke it to end it');
    }
    await this.database.sessions.end(person.id, sessionId, person.login);
  }

  /** Not counted: nobody guesses 256 bits. */
  private async byLink(link: string): Promise<Person> {
    const person = await this.database.sessions.useLink(link);
    if (person !== null) return person;
    throw new DomainError(
      'unauthenticated',
      'This sign-in link was used, has expired or never was one; run `antidote login` for another, or ask an admin',
    );
  }

  /** The hash is compared whatever is known of the login, so that the time tells nothing. */
  private async byPassword(request: { login: string; password: string }, address: string): Promise<Person> {
    const login = request.login.trim().toLowerCase();
    this.throttle.check(login, address);
    // No login holds such bytes, and Postgres takes no NUL.
    const known = /^[\x21-\x7e]{1,100}$/.test(login) ? await this.database.people.credentials(login) : null;
    const matches = await this.passwords.matches(known?.passwordHash ?? null, request.password);
    if (!matches || known === null || known.person.disabledAt !== null) {
      this.throttle.failed(login, address);
      throw new DomainError('unauthenticated', 'Login and password do not belong together');
    }
    this.throttle.succeeded(login, address);
    return known.person;
  }
}
