import type { Page, Person, PersonChange, PersonRequest } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, isUniqueViolation, type Prisma, translateErrors } from './prisma-client.js';

type Row = Prisma.PersonGetPayload<object>;

export function toPerson({ passwordHash, subject: _subject, disabledAt, createdAt, ...row }: Row): Person {
  return {
    ...row,
    hasPassword: passwordHash !== null,
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}

/** What a sign-in by password is held against. */
export interface Credentials {
  person: Person;
  passwordHash: string | null;
}

const ENABLED_PEOPLE = { kind: 'person', disabledAt: null } as const;

export class PeopleRepository {
  constructor(private readonly client: Client) {}

  list(page: PageRequest): Promise<Page<Person>> {
    return translateErrors(async () => {
      const rows = await this.client.person.findMany({
        where: afterCursor(page.cursor),
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
      });
      return toPage(rows, page.limit, toPerson);
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Person> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'account') };
      return toPerson(found(await this.client.person.findUnique({ where }), 'account', id));
    });
  }

  /** Null for an unknown login. */
  credentials(login: string): Promise<Credentials | null> {
    return translateErrors(async () => {
      const row = await this.client.person.findUnique({ where: { login } });
      return row && { person: toPerson(row), passwordHash: row.passwordHash };
    });
  }

  /** `solo` while one person alone has an account that is not disabled; service accounts do not count. */
  mode(): Promise<'solo' | 'team'> {
    return translateErrors(async () => {
      return (await this.client.person.count({ where: ENABLED_PEOPLE })) > 1 ? 'team' : 'solo';
    });
  }

  /** @throws DomainError `conflict` when the login is taken */
  async add(request: PersonRequest, actor: string): Promise<Person> {
    try {
      return await inTransaction(this.client, async (tx) => {
        const row = await tx.person.create({ data: { ...request, createdBy: actor } });
        await recordAdded(tx, row, actor);
        return toPerson(row);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new DomainError(
        'conflict',
        `the login ${request.login} is taken; logins are never given again, so take another`,
        { login: request.login },
      );
    }
  }

  /**
   * The first person of the workspace, made now where there is nobody: an admin, who signs in by a link.
   * Null when that account has been disabled: then there is nobody whom this machine may stand for.
   */
  first({ login, name }: { login: string; name: string }): Promise<Person | null> {
    return inTransaction(this.client, async (tx) => {
      await lockPeople(tx);
      const known = await tx.person.findFirst({
        where: { kind: 'person', createdBy: STACK },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      if (known) return known.disabledAt === null ? toPerson(known) : null;
      if ((await tx.person.count()) > 0) return null;
      const row = await tx.person.create({ data: { login, name, kind: 'person', role: 'admin', createdBy: STACK } });
      await recordAdded(tx, row, STACK);
      return toPerson(row);
    });
  }

  /**
   * Changes name or role, disables or enables. Disabling ends every session, key and link of the account with it.
   * @throws DomainError `not_found`; `invalid_state` when nobody could administer the workspace afterwards, or for a
   *   service account as admin
   */
  change(id: string, { name, role, disabled }: PersonChange, actor: string): Promise<Person> {
    return inTransaction(this.client, async (tx) => {
      // Two admins who remove each other at the same time must not both succeed.
      await lockPeople(tx);
      const before = await new PeopleRepository(tx).get(id);
      if (before.kind === 'service' && role === 'admin') {
        throw new DomainError(
          'invalid_state',
          'a service account cannot be admin; give it the role that its work needs',
        );
      }
      const staysAdmin = (role ?? before.role) === 'admin' && !(disabled ?? before.disabledAt !== null);
      const wasAdmin = before.role === 'admin' && before.disabledAt === null;
      if (wasAdmin && !staysAdmin) await requireAnotherAdmin(tx, before);
      const now = new Date();
      const row = await tx.person.update({
        where: { id },
        data: {
          ...(name === undefined ? {} : { name }),
          ...(role === undefined ? {} : { role }),
          ...(disabled === undefined || disabled === (before.disabledAt !== null)
            ? {}
            : { disabledAt: disabled ? now : null }),
        },
      });
      if (disabled) await endAccess(tx, id, now);
      const after = toPerson(row);
      const facts = ({ name, role, disabledAt }: Person) => ({ name, role, disabled: disabledAt !== null });
      await new AuditRepository(tx).append({
        actor,
        action: 'account.changed',
        subject: 'account',
        subjectId: id,
        details: { login: before.login },
        before: facts(before),
        after: facts(after),
      });
      return after;
    });
  }

  /** Sets the password and ends every session but `keepSession`, and every link that was not used yet. */
  setPassword(id: string, passwordHash: string, keepSession: string | null, actor: string): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      await tx.person.update({ where: { id }, data: { passwordHash } });
      const others = keepSession === null ? {} : { id: { not: keepSession } };
      const { count } = await tx.session.deleteMany({ where: { personId: id, ...others } });
      await tx.signInLink.deleteMany({ where: { personId: id, usedAt: null } });
      await new AuditRepository(tx).append({
        actor,
        action: 'account.password-set',
        subject: 'account',
        subjectId: id,
        details: { sessionsEnded: count },
      });
    });
  }
}

/** Made by the start of the stack, not by a person. */
const STACK = 'stack';

const lockPeople = (tx: Client) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('people', 4))`;

async function requireAnotherAdmin(tx: Client, { id, login }: Person): Promise<void> {
  const others = await tx.person.count({ where: { ...ENABLED_PEOPLE, role: 'admin', id: { not: id } } });
  if (others > 0) return;
  throw new DomainError(
    'invalid_state',
    `${login} is the last admin; make somebody else admin first, or nobody could administer the workspace`,
  );
}

async function endAccess(tx: Client, personId: string, now: Date): Promise<void> {
  await tx.session.deleteMany({ where: { personId } });
  await tx.apiKey.updateMany({ where: { personId, revokedAt: null }, data: { revokedAt: now } });
  await tx.signInLink.deleteMany({ where: { personId, usedAt: null } });
}

function recordAdded(tx: Client, { id, login, name, kind, role }: Row, actor: string): Promise<void> {
  return new AuditRepository(tx).append({
    actor,
    action: 'account.added',
    subject: 'account',
    subjectId: id,
    details: { login },
    after: { login, name, kind, role },
  });
}
