import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Capability, Person } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { Request } from '../http/reply.js';

/** Who asks, recognised by a session's cookie or by an API key. */
export interface Actor {
  person: Person;
  /** The role's capabilities, narrowed by the key's scopes. */
  capabilities: ReadonlySet<Capability>;
  via: 'session' | 'key';
  /** What the audit trail says of it: `session`, or the key's prefix. */
  origin: string;
  sessionId: string | null;
  csrfToken: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
  }
}

/** @throws DomainError `unauthenticated` on a route that asks for nobody */
export function actorOf(request: Request): Actor {
  if (request.actor) return request.actor;
  throw new DomainError('unauthenticated', 'Nobody is signed in');
}

/** The one who asks, as a parameter of a controller's method. */
export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Actor =>
  actorOf(context.switchToHttp().getRequest<Request>()),
);

/** The login of the one who asks: what versions, runs, decisions and the audit trail say who did it. */
export const AskedBy = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => actorOf(context.switchToHttp().getRequest<Request>()).person.login,
);
