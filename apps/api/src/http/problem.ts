import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { ErrorCode, Problem } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { InvalidRequest } from './invalid-request.js';
import { STATUS_OF_ERROR } from './status-of-error.js';

/**
 * The problem (RFC 9457) that an error becomes. Only what was written for the caller is shown; of a defect nothing is.
 *
 * @param bodyLimit of the address asked, in bytes: named in the answer to a body that is too large
 */
export function toProblem(error: unknown, bodyLimit: number): Problem {
  if (error instanceof DomainError) {
    return problem(STATUS_OF_ERROR[error.code], error.code, error.message, {
      ...(error instanceof InvalidRequest ? { errors: error.faults } : {}),
      ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
    });
  }
  const status = statusOf(error);
  if (status === undefined || status >= 500) {
    return problem(500, 'defect', 'The server failed on this request; its log has the reason');
  }
  if (status === 413) {
    const remedy = 'send less at once, or a dataset as a file, whose limit ANTIDOTE_MAX_UPLOAD_MIB sets';
    const mib = Math.round(bodyLimit / 1024 / 1024);
    return problem(413, 'limit_exceeded', `The body is larger than the limit of ${mib} MiB; ${remedy}`);
  }
  if (status === 415) {
    return problem(
      415,
      'unsupported_media_type',
      'Send application/json, or multipart/form-data where a file is uploaded',
    );
  }
  return problem(status, codeOf(status), (error as Error).message);
}

function problem(status: number, code: ErrorCode, detail: string, more: Partial<Problem> = {}): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, code, detail, ...more };
}

/** The status that the framework gave: nest's exceptions, and Fastify's refusals of a request it cannot read. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

function codeOf(status: number): ErrorCode {
  if (status === 404) return 'not_found';
  if (status === 403) return 'forbidden';
  return 'invalid_argument';
}
