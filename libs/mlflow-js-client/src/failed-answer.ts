import { MlflowError } from './mlflow-error.js';

/** Statuses of a server or proxy that is busy or starting: the call may work in a moment. */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * The error in an answer that is not a success. MLflow itself answers JSON, its web framework HTML, and its
 * security layer plain text: each is read, none is assumed.
 *
 * An exhausted connection pool comes as 400 `BAD_REQUEST` with SQLAlchemy's text, and is transient all the same.
 */
export function failedAnswer(
  call: string,
  status: number,
  body: string,
  headers: { get(name: string): string | null },
): MlflowError {
  const { code, message } = readBody(status, body);
  const retryable = TRANSIENT.has(status) || (status === 400 && body.includes('QueuePool limit'));
  const location = headers.get('location');
  const hint =
    status === 401
      ? '; check the user name and password or the token'
      : location
        ? `; the server redirects to ${location}, give that address if it is yours`
        : '';
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
  return new MlflowError(`MLflow refused ${call} with ${status}: ${message}${hint}`, {
    code,
    status,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function readBody(status: number, body: string): { code: string; message: string } {
  const code = `HTTP_${status}`;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) {
      const { error_code, message } = parsed as { error_code?: unknown; message?: unknown };
      return {
        code: typeof error_code === 'string' ? error_code : code,
        message: typeof message === 'string' ? message : shorten(body),
      };
    }
  } catch {
    // Not JSON: the text below is all there is to tell.
  }
  const title = /<title>([^<]*)<\/title>/i.exec(body)?.[1];
  return { code, message: shorten(title ?? body.replace(/<[^>]*>/g, ' ')) || 'no message' };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 297)}...` : line;
}
