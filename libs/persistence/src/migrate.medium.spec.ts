import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scratchDatabase, type ScratchDatabase } from '../testing/scratch-database.js';
import { createPrismaClient, Prisma } from './prisma-client.js';
import { migrate, readMigrations } from './migrate.js';

describe('migrate', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => void (scratch = await scratchDatabase()));
  afterAll(() => scratch.drop());

  it('applies every migration once, also when two hosts start together', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    const applied = await Promise.all([migrate(scratch.databaseUrl), migrate(scratch.databaseUrl)]);
    expect(applied.flat()).toEqual(names);
    expect(await migrate(scratch.databaseUrl)).toEqual([]);
    const rows = await scratch.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    expect(rows.map((row) => row.migration_name)).toEqual(names);
  });

  it('makes the database that the schema describes', async () => {
    const columns = await scratch.query(
      `SELECT table_name, column_name, is_nullable = 'NO' AS required FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
    );
    const actual = columns.map((row) => `${row.table_name}.${row.column_name}`).sort();
    const described = Object.entries(Prisma.ModelName).flatMap(([model]) =>
      Object.values(
        (Prisma as unknown as Record<string, Record<string, string>>)[
          `${model.charAt(0).toUpperCase()}${model.slice(1)}ScalarFieldEnum`
        ]!,
      ).map((field) => `${model}.${field}`),
    );
    expect(actual).toEqual(described.sort());

    // Reading every column of every table proves that the types agree too.
    const client = createPrismaClient(scratch.databaseUrl);
    try {
      for (const model of Object.values(Prisma.ModelName)) {
        const delegate = (client as unknown as Record<string, { findMany(): Promise<unknown[]> }>)[
          model.charAt(0).toLowerCase() + model.slice(1)
        ]!;
        await expect(delegate.findMany()).resolves.toEqual([]);
      }
    } finally {
      await client.$disconnect();
    }
  });

  it('refuses an edited migration, and a database of a newer version', async () => {
    const migrations = await readMigrations();
    const edited = migrations.map((migration) => ({ ...migration, checksum: '0'.repeat(64) }));
    await expect(migrate(scratch.databaseUrl, undefined, edited)).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(migrate(scratch.databaseUrl, undefined, [])).rejects.toMatchObject({ code: 'invalid_state' });
  });

  it('rolls a failing migration back whole', async () => {
    const migrations = [
      ...(await readMigrations()),
      { name: '2099_broken', sql: 'CREATE TABLE half (id int); SELECT no_such_function();', checksum: '1'.repeat(64) },
    ];
    await expect(migrate(scratch.databaseUrl, undefined, migrations)).rejects.toMatchObject({ code: 'defect' });
    expect(await scratch.query(`SELECT to_regclass('half') AS found`)).toEqual([{ found: null }]);
    expect(await migrate(scratch.databaseUrl)).toEqual([]);
  });

  it('says when no database answers', async () => {
    await expect(migrate('postgresql://127.0.0.1:1/none')).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
