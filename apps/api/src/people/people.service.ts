import { Inject, Injectable } from '@nestjs/common';
import {
  capabilitiesOf,
  type ApiKey,
  type ApiKeyRequest,
  type NewApiKey,
  type NewPerson,
  type Page,
  type PageQuery,
  type Person,
  type PersonChange,
  type PersonRequest,
  type SignInLink,
} from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { Actor } from '../access/actor.js';
import { requireScopes } from '../access/require-scopes.js';
import { DATABASE } from '../ports.js';
import { toSignInLink } from './sign-in-link.js';

const INVITATION_MS = 3 * 24 * 60 * 60 * 1000;

@Injectable()
export class PeopleService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  list(query: PageQuery): Promise<Page<Person>> {
    return this.database.people.list(query);
  }

  get(id: string): Promise<Person> {
    return this.database.people.get(id);
  }

  add(request: PersonRequest, actor: string): Promise<NewPerson> {
    return this.database.transaction(async ({ people, sessions }) => {
      const person = await people.add(request, actor);
      if (person.kind === 'service') return { person, signIn: null };
      return { person, signIn: toSignInLink(await sessions.createLink(person, INVITATION_MS, actor)) };
    });
  }

  change(id: string, change: PersonChange, actor: string): Promise<Person> {
    return this.database.people.change(id, change, actor);
  }

  async invite(id: string, actor: string): Promise<SignInLink> {
    const person = await this.database.people.get(id);
    return toSignInLink(await this.database.sessions.createLink(person, INVITATION_MS, actor));
  }

  async endSessions(id: string, actor: string): Promise<void> {
    const person = await this.database.people.get(id);
    await this.database.sessions.endAll(person.id, actor);
  }

  async keys(id: string): Promise<Page<ApiKey>> {
    const person = await this.database.people.get(id);
    return { items: await this.database.keys.list(person.id), next: null };
  }

  /** @throws DomainError `forbidden` for a person's account: nobody holds a key in another's name */
  async createKey(id: string, request: ApiKeyRequest, { person: admin }: Actor): Promise<NewApiKey> {
    const person = await this.database.people.get(id);
    if (person.kind !== 'service') {
      throw new DomainError('forbidden', `${person.login} is a person and makes keys in their own settings`);
    }
    requireScopes(new Set(capabilitiesOf(person.role)), request.scopes, `be given to a key of a ${person.role}`);
    return this.database.keys.create(person, request, admin.login);
  }

  revokeKey(id: string, keyId: string, actor: string): Promise<void> {
    return this.database.keys.revoke(id, keyId, actor);
  }
}
