import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { DomainError } from '@antidote/tabular';
import { isPublicAddress } from './public-address.js';

/** Every address of a host name. */
export type Resolve = (host: string) => Promise<string[]>;

export interface ConnectTarget {
  /** The IP address that was checked: the one that is connected to. */
  address: string;
  port: number;
  /** Whose certificate it has to be. */
  host: string;
}

export interface DownloadPorts {
  resolve?: Resolve;
  connect?: (target: ConnectTarget) => TLSSocket;
}

/** Opens a file on the public internet. @throws DomainError before the first byte, or while it is read */
export type Download = (url: string) => Promise<AsyncIterable<Uint8Array>>;

/** Without a byte for so long, it is given up. */
const IDLE_MS = 30_000;
const TOTAL_MS = 60 * 60 * 1000;

/**
 * Opens https addresses of the public internet alone. Every address that the name leads to is checked, and the one
 * that was checked is connected to, so that an answer of the name server that changes meanwhile leads nowhere else.
 * Redirects, other protocols and names with a password are refused; the certificate is checked.
 */
export function downloadOver({ resolve = resolveByDns, connect = connectTo }: DownloadPorts = {}): Download {
  return async (text) => {
    const url = parseAddress(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await resolve(host).catch((cause: unknown) => refuse(url, cause));
    if (addresses.length === 0 || !addresses.every(isPublicAddress)) {
      // Which address it is stays untold: names of the inside are nobody's business.
      throw new DomainError(
        'forbidden',
        `${url.origin} does not lead to the public internet alone; put the file on a public https server, or upload it.`,
      );
    }
    const port = url.port === '' ? 443 : Number(url.port);
    const response = await ask(url, () => connect({ address: addresses[0]!, port, host }));
    return bytesOf(url, response);
  };
}

/** @throws DomainError `invalid_argument` */
function parseAddress(text: string): URL {
  const wrong = (what: string) =>
    new DomainError('invalid_argument', `The address ${what}; give one such as https://example.org/data.csv.`);
  if (!URL.canParse(text)) throw wrong('cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'https:') throw wrong(`begins with ${url.protocol}//, not with https://`);
  if (url.username !== '' || url.password !== '') throw wrong('holds a user name or password');
  return url;
}

function ask(url: URL, createConnection: () => TLSSocket): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        // Without an agent: nothing is kept, and no proxy of the environment comes between.
        createConnection,
        headers: { host: url.host, 'accept-encoding': 'identity', 'user-agent': 'antidote' },
        timeout: IDLE_MS,
        signal: AbortSignal.timeout(TOTAL_MS),
      },
      resolve,
    );
    asked.once('timeout', () => asked.destroy(new Error(`no byte came for ${IDLE_MS / 1000} seconds`)));
    asked.once('error', (error) => reject(unreadable(url, error)));
    asked.end();
  });
}

function bytesOf(url: URL, response: IncomingMessage): AsyncIterable<Uint8Array> {
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    response.destroy();
    const moved = status >= 300 && status < 400;
    const why = moved ? 'a redirect, which is not followed; give the address that it leads to' : 'no file';
    throw new DomainError('file_unreadable', `${url.origin} answered ${status}: ${why}.`);
  }
  return pieces(url, response);
}

async function* pieces(url: URL, response: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    yield* response as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw unreadable(url, cause);
  } finally {
    response.destroy();
  }
}

function refuse(url: URL, cause: unknown): never {
  throw unreadable(url, cause);
}

function unreadable(url: URL, cause: unknown): DomainError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new DomainError('file_unreadable', `${url.origin} could not be read: ${code ?? message}.`, {}, { cause });
}

async function resolveByDns(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function connectTo({ address, port, host }: ConnectTarget): TLSSocket {
  return connectTls({ host: address, port, ...(isIP(host) === 0 && { servername: host }) });
}
