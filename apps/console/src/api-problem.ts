import type { ErrorCode, Problem, Run } from '@antidote/contracts';

/** An answer that is no success: problem+json as the server sent it, or a plain account of why there is none. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly problem: Problem,
    options?: { cause?: unknown },
  ) {
    super(problem.detail, options);
  }

  get code(): ErrorCode {
    return this.problem.code;
  }

  /** True when no answer came at all: the call may be sent again once the server is back. */
  get unreachable(): boolean {
    return this.problem.status === 0;
  }
}

/** The problem that an answer describes; an answer without problem+json still gets a title and a remedy. */
export function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'detail' in body) {
    return body as Problem;
  }
  return {
    type: 'about:blank',
    title: `The server answered ${status} without saying why`,
    status,
    code: 'defect',
    detail: 'The answer is not in the form that the console reads.',
    remedy: 'Try again; if it stays, look into the log of the API.',
  };
}

/**
 * What to head a problem with, and what to say below. A title that only names the HTTP status ("Unprocessable Entity")
 * helps nobody: the detail takes its place then.
 */
export function problemWords(problem: Problem): { heading: string; detail: string | null } {
  const says = problem.detail !== '' && problem.detail !== problem.title;
  if (STATUS_NAMES.has(problem.title.toLowerCase())) {
    return { heading: says ? problem.detail : problem.title, detail: null };
  }
  return { heading: problem.title, detail: says ? problem.detail : null };
}

const STATUS_NAMES = new Set([
  'bad request',
  'unauthorized',
  'forbidden',
  'not found',
  'conflict',
  'gone',
  'precondition failed',
  'payload too large',
  'content too large',
  'unsupported media type',
  'unprocessable entity',
  'unprocessable content',
  'precondition required',
  'too many requests',
  'internal server error',
  'bad gateway',
  'service unavailable',
  'gateway timeout',
]);

export function unreachable(cause: unknown): ApiProblem {
  return new ApiProblem(
    {
      type: 'about:blank',
      title: 'The server cannot be reached',
      status: 0,
      code: 'service_unavailable',
      detail: 'No answer came from the API.',
      remedy: 'Check that Antidote runs (`antidote status`) and your connection, then try again.',
    },
    { cause },
  );
}

/** Why a run failed, with the code that it failed with. */
export const runProblem = ({ code, message }: NonNullable<Run['error']>): ApiProblem =>
  new ApiProblem({
    type: 'about:blank',
    title: 'This did not work',
    status: 422,
    code: code as ErrorCode,
    detail: message,
  });
