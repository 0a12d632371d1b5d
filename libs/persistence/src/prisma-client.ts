import { DomainError } from '@antidote/tabular';
import { Prisma, PrismaClient } from './generated/client.js';
import { OneAtATimePg } from './one-at-a-time.js';

/** A client, or the client of a transaction under way: repositories work over either. */
export type Client = Prisma.TransactionClient;

export function createPrismaClient(databaseUrl: string): PrismaClient {
  return new PrismaClient({
    adapter: new OneAtATimePg({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 }),
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
}

/** Runs `work` in a transaction of its own, or in the one that `client` belongs to. */
export function inTransaction<T>(client: Client, work: (tx: Client) => Promise<T>): Promise<T> {
  return translateErrors(() =>
    '$transaction' in client ? (client as PrismaClient).$transaction((tx) => work(tx)) : work(client),
  );
}

const UNIQUE_VIOLATION = 'P2002';
/** Refused, unreachable, timed out, closed by the server, or no connection left in the pool. */
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|terminat|timeout|the database system is|Can't reach database|Connection.*closed/i;
const UNREACHABLE_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === UNIQUE_VIOLATION;
}

function isUnreachable(error: unknown): error is Error {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError && UNREACHABLE_CODES.has(error.code)) return true;
  return (
    error instanceof Error && !(error instanceof DomainError) && UNREACHABLE.test(`${error.name} ${error.message}`)
  );
}

/** Turns a database that cannot be reached into `service_unavailable`; every other error passes. */
export async function translateErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isUnreachable(error)) {
      throw new DomainError(
        'service_unavailable',
        'the database cannot be reached; try again in a few seconds',
        {},
        { cause: error },
      );
    }
    throw error;
  }
}

export { Prisma };
