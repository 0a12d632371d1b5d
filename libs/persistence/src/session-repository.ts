import type { Person, SessionSummary } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { toPerson } from './people-repository.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';
import { hashOfSecret, newSecret } from './secret.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A session ends after a month whatever is done in it, and after a week in which nothing was. */
const LIFE_MS = 30 * DAY_MS;
const IDLE_MS = 7 * DAY_MS;
/** `lastSeenAt` is no finer than this, so that reading does not write. */
const SEEN_MS = 60_000;
const MOST_SESSIONS = 50;

export interface OpenSession {
  id: string;
  person: Person;
}

export class SessionRepository {
  constructor(private readonly client: Client) {}

  /** Signs a person in. @returns the secret for the cookie, which is kept as its hash alone */
  open(person: Person, { userAgent, how }: { userAgent: string; how: 'password' | 'link' }): Promise<string> {
    const token = newSecret();
    return inTransaction(this.client, async (tx) => {
      const now = Date.now();
      await tx.session.deleteMany({ where: { personId: person.id, ...ended(now) } });
      const row = await tx.session.create({
        data: {
          personId: person.id,
          tokenSha256: hashOfSecret(token),
          userAgent: userAgent.slice(0, 300),
          expiresAt: new Date(now + LIFE_MS),
        },
      });
      await new AuditRepository(tx).append({
        actor: person.login,
        action: 'account.signed-in',
        subject: 'account',
        subjectId: person.id,
        details: { how, sessionId: row.id },
      });
      return token;
    });
  }

  /** Whose session a cookie's secret belongs to; null when it is unknown, over, or of a disabled account. */
  find(token: string): Promise<OpenSession | null> {
    return translateErrors(async () => {
      const row = await this.client.session.findUnique({
        where: { tokenSha256: hashOfSecret(token) },
        include: { person: true },
      });
      const now = Date.now();
      if (!row || row.person.disabledAt !== null || isOver(row, now)) return null;
      if (now - row.lastSeenAt.getTime() > SEEN_MS) {
        // It may have been ended meanwhile.
        await this.client.session.updateMany({ where: { id: row.id }, data: { lastSeenAt: new Date(now) } });
      }
      return { id: row.id, person: toPerson(row.person) };
    });
  }

  /** Newest first. */
  list(personId: string, currentId: string | null): Promise<SessionSummary[]> {
    return translateErrors(async () => {
      const rows = await this.client.session.findMany({
        where: { personId, NOT: ended(Date.now()) },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_SESSIONS,
      });
      return rows.map(({ id, userAgent, createdAt, lastSeenAt, expiresAt }) => ({
        id,
        userAgent,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        current: id === currentId,
      }));
    });
  }

  /** Ends one session of a person. @throws DomainError `not_found`, for those of others too */
  end(personId: string, id: string, actor: string): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const { count } = await tx.session.deleteMany({ where: { id: requireUuid(id, 'session'), personId } });
      if (count === 0) found(null, 'session', id);
      await record(tx, personId, actor, { sessionId: id });
    });
  }

  /** Ends every session of a person. @returns how many there were */
  endAll(personId: string, actor: string): Promise<number> {
    return inTransaction(this.client, async (tx) => {
      const { count } = await tx.session.deleteMany({ where: { personId } });
      await record(tx, personId, actor, { sessions: count });
      return count;
    });
  }

  /** A link that signs the person in once, within `lifeMs`. @returns its secret, kept as its hash alone */
  async createLink(person: Person, lifeMs: number, actor: string): Promise<{ link: string; expiresAt: string }> {
    const link = newSecret();
    const expiresAt = new Date(Date.now() + lifeMs);
    return inTransaction(this.client, async (tx) => {
      if (person.kind === 'service') {
        throw new DomainError(
          'invalid_state',
          `${person.login} is a service account, which never signs in; make it a key`,
        );
      }
      if (person.disabledAt !== null) {
        throw new DomainError('invalid_state', `the account ${person.login} is disabled; enable it first`);
      }
      await tx.signInLink.create({ data: { personId: person.id, secretSha256: hashOfSecret(link), expiresAt } });
      await new AuditRepository(tx).append({
        actor,
        action: 'account.sign-in-link-made',
        subject: 'account',
        subjectId: person.id,
        details: { login: person.login, expiresAt: expiresAt.toISOString() },
      });
      return { link, expiresAt: expiresAt.toISOString() };
    });
  }

  /** Uses a link up. @returns whom it signs in; null when it is unknown, used, expired, or of a disabled account */
  useLink(link: string): Promise<Person | null> {
    return inTransaction(this.client, async (tx) => {
      const secretSha256 = hashOfSecret(link);
      const now = new Date();
      const { count } = await tx.signInLink.updateMany({
        where: { secretSha256, usedAt: null, expiresAt: { gt: now }, person: { disabledAt: null } },
        data: { usedAt: now },
      });
      if (count === 0) return null;
      const row = await tx.signInLink.findUniqueOrThrow({ where: { secretSha256 }, include: { person: true } });
      return toPerson(row.person);
    });
  }
}

const isOver = ({ lastSeenAt, expiresAt }: { lastSeenAt: Date; expiresAt: Date }, now: number) =>
  expiresAt.getTime() <= now || now - lastSeenAt.getTime() > IDLE_MS;

const ended = (now: number): Prisma.SessionWhereInput => ({
  OR: [{ expiresAt: { lte: new Date(now) } }, { lastSeenAt: { lt: new Date(now - IDLE_MS) } }],
});

const record = (tx: Client, personId: string, actor: string, details: Record<string, unknown>) =>
  new AuditRepository(tx).append({
    actor,
    action: 'account.sessions-ended',
    subject: 'account',
    subjectId: personId,
    details,
  });
