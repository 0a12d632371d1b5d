import { failedAnswer } from './failed-answer.js';
import { MlflowError, MlflowUnreachableError } from './mlflow-error.js';
import { readJson } from './read-json.js';
import { RequestSlots } from './request-slots.js';
import { retryDelay, type RetryOptions } from './retry-delay.js';

export type MlflowAuth = { username: string; password: string } | { token: string };

export interface MlflowClientOptions extends Partial<RetryOptions> {
  /** Address of the server, such as `http://127.0.0.1:5000`; a path before the API is kept. */
  trackingUri: string;
  /** Where people's browsers reach its pages, if elsewhere: behind a proxy, or from outside of a container network. */
  webUrl?: string | undefined;
  /** Basic (`username`, `password`) or bearer (`token`). A user and password inside `trackingUri` work too. */
  auth?: MlflowAuth;
  /** For one attempt, the answer's body included; 30,000 unless told. */
  timeoutMs?: number;
  /** Requests in flight at once, over all calls of this client; 8 unless told. More exhausts the server's pool. */
  maxInFlight?: number;
  /** Replaces the global `fetch`: a proxy agent, a test. */
  fetch?: typeof fetch;
  /** Told before each repeat. */
  onRetry?(retry: { call: string; attempt: number; delayMs: number; error: MlflowError }): void;
}

export interface CallOptions {
  /** Cancels the call, its waits included; the call then rejects with the signal's reason. */
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** An array becomes a repeated key. */
type Query = Record<string, string | number | string[] | undefined>;

export interface ApiRequest<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the tracking URI, beginning with `/`, already encoded. */
  path: string;
  query?: Query;
  json?: unknown;
  bytes?: Uint8Array;
  /** Reads a successful answer. */
  read(response: Response): Promise<T>;
  /**
   * Called before each repeat and asked whether the lost attempt did its work after all. A value ends the call; without
   * this function the call is one that does the same when done twice.
   */
  recover?(error: MlflowError): Promise<T | undefined>;
}

const DEFAULTS: RetryOptions = { maxRetries: 4, baseDelayMs: 100, maxDelayMs: 5000 };

/** A server that refuses the connection or has no address is down, not busy: it is asked twice more only. */
const DOWN = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'EADDRNOTAVAIL']);
const MAX_RETRIES_DOWN = 2;

/** Sends requests: address, login, timeout, a cap on what is in flight, and repeats. Knows nothing of MLflow's nouns. */
export class Transport {
  /** Without a trailing slash and without login. */
  readonly trackingUri: string;
  readonly webUrl: string;
  private readonly authorization: string | undefined;
  private readonly retry: RetryOptions;
  private readonly slots: RequestSlots;

  constructor(private readonly options: MlflowClientOptions) {
    const url = parseAddress('trackingUri', options.trackingUri);
    this.authorization = authorization(
      options.auth ??
        (url.username
          ? { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
          : undefined),
    );
    this.trackingUri = plainAddress(url);
    this.webUrl =
      options.webUrl === undefined ? this.trackingUri : plainAddress(parseAddress('webUrl', options.webUrl));
    this.retry = {
      maxRetries: options.maxRetries ?? DEFAULTS.maxRetries,
      baseDelayMs: options.baseDelayMs ?? DEFAULTS.baseDelayMs,
      maxDelayMs: options.maxDelayMs ?? DEFAULTS.maxDelayMs,
    };
    this.slots = new RequestSlots(options.maxInFlight ?? 8);
  }

  /** A call of the REST API: JSON in, JSON out. `path` stands below `/api/2.0/mlflow/`. */
  async api<T>(method: ApiRequest<T>['method'], path: string, body: object, options: CallOptions = {}): Promise<T> {
    return this.send<T>(
      {
        method,
        path: `/api/2.0/mlflow/${path}`,
        ...(method === 'GET' ? { query: body as Query } : { json: body }),
        read: (response) => readJson<T>(response, `${method} ${path}`),
      },
      options,
    );
  }

  /** Sends until it succeeds, is refused for good, or the repeats are used up. */
  async send<T>(request: ApiRequest<T>, options: CallOptions = {}): Promise<T> {
    const call = `${request.method} ${request.path}`;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.slots.run(() => this.attempt(request, call, options), options.signal);
      } catch (error) {
        if (!(error instanceof MlflowError) || !error.retryable) throw error;
        const allowed = DOWN.has(error.code)
          ? Math.min(MAX_RETRIES_DOWN, this.retry.maxRetries)
          : this.retry.maxRetries;
        if (attempt > allowed) throw error;
        const delayMs = retryDelay(attempt, this.retry, Math.random(), error.retryAfterMs);
        this.options.onRetry?.({ call, attempt, delayMs, error });
        await wait(delayMs, options.signal);
        const recovered = await request.recover?.(error);
        if (recovered !== undefined) return recovered;
      }
    }
  }

  private async attempt<T>(request: ApiRequest<T>, call: string, options: CallOptions): Promise<T> {
    const timeoutMs = options.timeoutMs ?? this.options.timeoutMs ?? 30_000;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await (this.options.fetch ?? fetch)(this.url(request), {
        method: request.method,
        headers: this.headers(request),
        body:
          request.json === undefined ? ((request.bytes as BodyInit | undefined) ?? null) : JSON.stringify(request.json),
        // A redirected POST would silently become a GET, and a login page a success.
        redirect: 'manual',
        signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      });
      if (!response.ok) throw failedAnswer(call, response.status, await response.text(), response.headers);
      return await request.read(response);
    } catch (error) {
      if (error instanceof MlflowError) throw error;
      options.signal?.throwIfAborted();
      if (timeout.aborted) {
        const message = `MLflow at ${this.trackingUri} did not answer ${call} within ${timeoutMs} ms`;
        throw new MlflowUnreachableError(message, 'ETIMEDOUT', { cause: error });
      }
      const code = systemCode(error);
      // Without a system's code the fault lies in the request itself: a bad header, a defect.
      if (code === undefined) throw error;
      throw new MlflowUnreachableError(`MLflow at ${this.trackingUri} cannot be reached (${code}) for ${call}`, code, {
        cause: error,
      });
    }
  }

  private url(request: ApiRequest<unknown>): string {
    const query = new URLSearchParams();
    for (const [key, value] of Object.entries(request.query ?? {})) {
      for (const item of Array.isArray(value) ? value : [value])
        if (item !== undefined) query.append(key, String(item));
    }
    return `${this.trackingUri}${request.path}${query.size > 0 ? `?${query}` : ''}`;
  }

  private headers(request: ApiRequest<unknown>): Record<string, string> {
    return {
      ...(this.authorization ? { authorization: this.authorization } : {}),
      ...(request.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(request.bytes === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    };
  }
}

function parseAddress(option: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new MlflowError(`${option} '${address}' is no http or https address`, {
    code: 'INVALID_PARAMETER_VALUE',
    status: 0,
    retryable: false,
  });
}

const plainAddress = ({ protocol, host, pathname }: URL) => `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;

function authorization(auth: MlflowAuth | undefined): string | undefined {
  if (!auth) return undefined;
  if ('token' in auth) return `Bearer ${auth.token}`;
  const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

interface Fault {
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/**
 * The code of the system or of fetch's connection layer behind a failed fetch, such as `ECONNREFUSED`; undefined when the
 * request itself was at fault. Errors are read by shape: they may come from another realm.
 */
function systemCode(error: unknown): string | undefined {
  for (
    let fault = error as Fault | undefined;
    typeof fault === 'object' && fault !== null;
    fault = fault.cause as Fault
  ) {
    if (typeof fault.code === 'string') return /^(UND_)?ERR_INVALID_/.test(fault.code) ? undefined : fault.code;
    // Both addresses of a host were tried (happy eyeballs).
    if (Array.isArray(fault.errors) && fault.errors.length > 0) return systemCode(fault.errors[0]);
    // A connection that ended inside the body is a bare "terminated".
    if (fault.cause === undefined && fault.message === 'terminated') return 'ECONNRESET';
  }
  return undefined;
}

function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave);
      resolve();
    }, milliseconds);
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });
}
