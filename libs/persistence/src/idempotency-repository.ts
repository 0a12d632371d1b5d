import { DomainError } from '@antidote/tabular';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

export interface IdempotentRequest {
  /** Method and route, with the actor: a key means one thing there. */
  scope: string;
  /** The client's `Idempotency-Key`. */
  key: string;
  /** SHA-256 of the request's body, hex. */
  requestSha256: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

/** Makes a repeated delivery have one effect. */
export class IdempotencyRepository<Repositories> {
  constructor(
    private readonly client: Client,
    private readonly repositoriesOf: (tx: Client) => Repositories,
  ) {}

  /**
   * Runs `work` and keeps its answer in the same transaction, or gives the answer kept before. A second delivery that
   * comes while the first is under way waits for it. When `work` throws, nothing is kept.
   *
   * @throws DomainError `conflict` when the key was used with another body
   */
  once(request: IdempotentRequest, work: (tx: Repositories) => Promise<Answer>): Promise<Answer> {
    return inTransaction(this.client, async (tx) => {
      const { scope, key, requestSha256 } = request;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${scope} ${key}`}, 1))`;
      const known = await tx.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } });
      if (known) {
        if (known.requestSha256 === requestSha256) return { status: known.status, body: known.response };
        throw new DomainError('conflict', `the idempotency key "${key}" was used with another body; take a new key`);
      }
      const answer = await work(this.repositoriesOf(tx));
      const response = answer.body as Prisma.InputJsonValue;
      await tx.idempotencyKey.create({ data: { ...request, status: answer.status, response } });
      return answer;
    });
  }

  /** Forgets keys older than the date. */
  async forgetBefore(date: Date): Promise<void> {
    await translateErrors(() => this.client.idempotencyKey.deleteMany({ where: { createdAt: { lt: date } } }));
  }
}
