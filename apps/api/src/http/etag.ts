import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '@antidote/tabular';
import type { Reply, Request } from './reply.js';

/** How the routes that want the header document it. */
export const IF_MATCH = {
  name: 'If-Match',
  required: true,
  description: 'The `ETag` of the last read: 412 when somebody changed it since, 428 without the header',
  schema: { type: 'string', pattern: '^"[0-9]{1,9}"$' } as const,
};

/** Answers with the entity tag of a revision. */
export function sendRevision<T extends { revision: number }>(reply: Reply, resource: T): T {
  void reply.header('ETag', `"${resource.revision}"`);
  return resource;
}

/**
 * The revision that the caller saw, from `If-Match: "<revision>"`.
 *
 * @throws DomainError `precondition_required` without the header, `precondition_failed` for a tag that was never given
 */
export function revisionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) {
    throw new DomainError(
      'precondition_required',
      'The edit has no If-Match header; read the item first and send its ETag, so that no newer decision is overwritten',
    );
  }
  const revision = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  if (revision === undefined) {
    throw new DomainError(
      'precondition_failed',
      `If-Match is ${ifMatch.slice(0, 40)}, which is no ETag of this item; send the one of the last read, such as "0"`,
    );
  }
  return Number(revision);
}

/** The revision in `If-Match`, as a parameter of a controller's method. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number =>
  revisionOf(context.switchToHttp().getRequest<Request>().headers['if-match']),
);
