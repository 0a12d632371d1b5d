import type { ApiKey, Capability, Person } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { toPerson } from './people-repository.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';
import { hashOfSecret, newApiKey } from './secret.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** `lastUsedAt` is no finer than this, so that reading does not write. */
const USED_MS = 60_000;
/** Of one account, those revoked and expired included. */
const MOST_KEYS = 200;

export interface NewKey {
  name: string;
  scopes: readonly Capability[];
  expiresInDays: number;
}

/** A key that was recognised, and whose it is. */
export interface KnownKey {
  key: ApiKey;
  person: Person;
}

export class ApiKeyRepository {
  constructor(private readonly client: Client) {}

  /** @returns the key with its secret, which nothing shows again */
  create(
    person: Person,
    { name, scopes, expiresInDays }: NewKey,
    actor: string,
  ): Promise<{ key: ApiKey; secret: string }> {
    return inTransaction(this.client, async (tx) => {
      if (person.disabledAt !== null) {
        throw new DomainError('invalid_state', `the account ${person.login} is disabled; enable it first`);
      }
      const held = await tx.apiKey.count({
        where: { personId: person.id, revokedAt: null, expiresAt: { gt: new Date() } },
      });
      if (held >= MOST_KEYS) {
        throw new DomainError(
          'invalid_state',
          `${person.login} has ${held} keys, the most there may be; revoke some first`,
        );
      }
      const { prefix, secret } = newApiKey();
      const row = await tx.apiKey.create({
        data: {
          personId: person.id,
          name,
          prefix,
          secretSha256: hashOfSecret(secret),
          scopes: [...new Set(scopes)],
          createdBy: actor,
          expiresAt: new Date(Date.now() + expiresInDays * DAY_MS),
        },
      });
      await new AuditRepository(tx).append({
        actor,
        action: 'key.made',
        subject: 'key',
        subjectId: row.id,
        details: { login: person.login, name, prefix, scopes: row.scopes, expiresAt: row.expiresAt.toISOString() },
      });
      return { key: toKey(row), secret };
    });
  }

  /** Null for a secret that is no key's; whether the key still holds is for the caller to say. */
  find(secret: string): Promise<KnownKey | null> {
    return translateErrors(async () => {
      const row = await this.client.apiKey.findUnique({
        where: { secretSha256: hashOfSecret(secret) },
        include: { person: true },
      });
      if (!row) return null;
      const { person, ...key } = row;
      return { key: toKey(key), person: toPerson(person) };
    });
  }

  /** Notes that a key is in use, at most once a minute. */
  async used({ id, lastUsedAt }: ApiKey): Promise<void> {
    const now = Date.now();
    if (lastUsedAt !== null && now - Date.parse(lastUsedAt) < USED_MS) return;
    await translateErrors(() => this.client.apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } }));
  }

  /** Newest first, revoked and expired ones too. */
  list(personId: string): Promise<ApiKey[]> {
    return translateErrors(async () => {
      const rows = await this.client.apiKey.findMany({
        where: { personId: requireUuid(personId, 'account') },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_KEYS,
      });
      return rows.map(toKey);
    });
  }

  /** Revokes a key of a person; harmless when it is revoked. @throws DomainError `not_found`, for those of others too */
  revoke(personId: string, id: string, actor: string): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      const where = { id: requireUuid(id, 'key'), personId };
      const row = found(await tx.apiKey.findFirst({ where }), 'key', id);
      const { count } = await tx.apiKey.updateMany({
        where: { ...where, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      if (count === 0) return;
      await new AuditRepository(tx).append({
        actor,
        action: 'key.revoked',
        subject: 'key',
        subjectId: id,
        details: { prefix: row.prefix, name: row.name },
      });
    });
  }
}

type Row = Prisma.ApiKeyGetPayload<object>;

function toKey({ secretSha256: _secret, createdAt, expiresAt, lastUsedAt, revokedAt, ...row }: Row): ApiKey {
  return {
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
