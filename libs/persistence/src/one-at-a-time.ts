import { PrismaPg } from '@prisma/adapter-pg';

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/**
 * Postgres takes one statement at a time on a connection. Prisma sends those of an `include` of several relations side
 * by side, in a transaction over one connection: pg 8 queues them with a warning, pg 9 will not.
 */
export class OneAtATimePg extends PrismaPg {
  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolationLevel) => oneAtATime(await start(isolationLevel));
    return adapter;
  }
}

/** The same transaction, whose statements wait for the one before, whether that fails or not. */
export function oneAtATime<T extends Pick<Transaction, 'queryRaw' | 'executeRaw'>>(transaction: T): T {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <A, R>(send: (statement: A) => Promise<R>) =>
    (statement: A): Promise<R> => {
      const answer = last.then(() => send(statement));
      last = answer.catch(() => undefined);
      return answer;
    };
  transaction.queryRaw = inTurn(transaction.queryRaw.bind(transaction));
  transaction.executeRaw = inTurn(transaction.executeRaw.bind(transaction));
  return transaction;
}
