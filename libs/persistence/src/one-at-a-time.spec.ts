import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.js';

const statement = (sql: string) => ({ sql, args: [], argTypes: [] });

/** A connection as pg 9 will have it: it takes no statement while it executes another. */
function strictConnection() {
  const sent: string[] = [];
  let busy = false;
  const execute = async ({ sql }: { sql: string }) => {
    if (busy) throw new Error(`busy when ${sql} came`);
    busy = true;
    await new Promise(setImmediate);
    busy = false;
    sent.push(sql);
    if (sql === 'wrong') throw new Error('syntax error');
  };
  return {
    sent,
    queryRaw: async (query: { sql: string }) => {
      await execute(query);
      return { columnNames: [], columnTypes: [], rows: [] };
    },
    executeRaw: (query: { sql: string }) => execute(query).then(() => 1),
  };
}

describe('one statement at a time on a connection', () => {
  it('sends what is asked for side by side one after the other, in order', async () => {
    const connection = oneAtATime(strictConnection());
    const [, changed] = await Promise.all([
      connection.queryRaw(statement('a')),
      connection.executeRaw(statement('b')),
      connection.queryRaw(statement('c')),
    ]);
    expect(changed).toBe(1);
    expect(connection.sent).toEqual(['a', 'b', 'c']);
  });

  it('goes on after one that fails, which alone is told', async () => {
    const connection = oneAtATime(strictConnection());
    const [wrong, next] = await Promise.allSettled([
      connection.queryRaw(statement('wrong')),
      connection.executeRaw(statement('ROLLBACK')),
    ]);
    expect(wrong).toMatchObject({ status: 'rejected', reason: { message: 'syntax error' } });
    expect(next).toEqual({ status: 'fulfilled', value: 1 });
  });
});
