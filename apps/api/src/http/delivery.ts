import { createHash } from 'node:crypto';
import {
  createParamDecorator,
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type ExecutionContext,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Database, Repositories } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { actorOf } from '../access/actor.js';
import { DATABASE } from '../ports.js';
import type { Request } from './reply.js';

/** How long a client may send again what it sent. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;
const FORGET_EVERY_MS = 60 * 60 * 1000;

const KEY = /^[!-~]{1,200}$/;

/** A POST that a client may have to send again because the answer got lost. */
export interface Delivery {
  /** The client's `Idempotency-Key`; null when it sent none and so asks for the effect each time. */
  key: string | null;
  route: string;
  requestSha256: string;
  /** The login of the one who asks. */
  actor: string;
}

/** How the routes that accept the header document it. */
export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: KEY.source } as const,
  description:
    'The same key with the same body has one effect and one answer for a week; with another body it is refused (409)',
};

/** The delivery that the request is, as a parameter of a controller's method. */
export const Delivered = createParamDecorator((_: unknown, context: ExecutionContext): Delivery => {
  const request = context.switchToHttp().getRequest<Request>();
  const { headers, method, url, body } = request;
  const key = headers['idempotency-key'] ?? null;
  if (key !== null && (typeof key !== 'string' || !KEY.test(key))) {
    throw new DomainError(
      'invalid_argument',
      'Idempotency-Key has 1 to 200 printable ASCII characters; a UUID will do',
    );
  }
  return {
    key,
    route: `${method} ${url.split('?')[0]}`,
    requestSha256: hashOf(body),
    actor: actorOf(request).person.login,
  };
});

function hashOf(body: unknown): string {
  const hash = createHash('sha256');
  hash.update(
    JSON.stringify(body ?? null, (_, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value;
      hash.update(value);
      return value.length;
    }),
  );
  return hash.digest('hex');
}

/** Gives a delivery with a key its one effect: the deed and the record of its answer share a transaction. */
@Injectable()
export class Deliveries implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * @returns what `work` gave, now or at the first delivery
   * @throws DomainError `conflict` when the key came with another body before
   */
  async once<T>(
    { key, route, requestSha256, actor }: Delivery,
    work: (repositories: Repositories) => Promise<T>,
  ): Promise<T> {
    if (key === null) return work(this.database);
    const request = { scope: `${actor} ${route}`, key, requestSha256 };
    const answer = await this.database.idempotency.once(request, async (tx) => ({ status: 200, body: await work(tx) }));
    return answer.body as T;
  }

  /** As `once`, with everything that `work` does in one transaction for deliveries without a key too. */
  inTransaction<T>(delivery: Delivery, work: (repositories: Repositories) => Promise<T>): Promise<T> {
    return delivery.key === null ? this.database.transaction(work) : this.once(delivery, work);
  }

  onApplicationBootstrap(): void {
    const forget = () => {
      // A database that is away is asked again in an hour.
      this.database.idempotency.forgetBefore(new Date(Date.now() - KEPT_MS)).catch(() => undefined);
    };
    forget();
    this.timer = setInterval(forget, FORGET_EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
