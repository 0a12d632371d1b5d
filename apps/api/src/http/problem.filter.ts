import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@antidote/contracts';
import type { Logger } from 'pino';
import { toProblem } from './problem.js';
import type { Reply, Request } from './reply.js';

const RETRY_AFTER_SECONDS = 5;

/** Answers with a problem document. */
export function sendProblem(reply: Reply, problem: Problem): void {
  if (problem.status === 503) void reply.header('Retry-After', String(RETRY_AFTER_SECONDS));
  if (problem.status === 405) void reply.header('Allow', (problem.details?.allow as string[]).join(', '));
  if (problem.status === 429) void reply.header('Retry-After', String(problem.details?.retryAfterSeconds));
  if (problem.status === 401) void reply.header('WWW-Authenticate', 'Bearer');
  void reply.status(problem.status).type('application/problem+json; charset=utf-8').send(problem);
}

/** Every error leaves through here, those of Fastify's parsers and of unknown routes too. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const problem = toProblem(error, request.routeOptions?.bodyLimit ?? 0);
    if (problem.status >= 500)
      this.logger.error({ err: error, method: request.method, url: request.url }, problem.detail);
    if (!reply.sent) sendProblem(reply, problem);
  }
}
