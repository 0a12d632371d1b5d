import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { scratchDatabase, type ScratchDatabase } from '../testing/scratch-database.js';
import { createPrismaClient, Prisma } from './prisma-client.js';
import { migrate, readMigrations } from './migrate.js';

describe('migrate', () => {
  let scratch: ScratchDatabase;
  beforeAll(async () => void (scratch = await scratchDatabase(process.env.DATABASE_URL)));
  afterAll(() => scratch.drop());

  it('applies every migration once, also when two hosts start together', async () => {
    const names = (await readMigrations()).map(({ name }) => name);
    const applied = await Promise.all([migrate(scratch.databaseUrl), migrate(scratch.databaseUrl)]);
    expect(applied.flat()).toEqual(names);
    expect(await migrate(scratch.databaseUrl)).toEqual([]);
    const rows = await scratch.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    expect(rows.map((row) => row.migration_name)).toEqual(names);
  });

  it('makes the columns that the schema describes, with their types', async () => {
    const columns = await scratch.query(
      `SELECT table_name, column_name, data_type, udt_name, is_nullable FROM information_schema.columns
       JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
    );
    const actual = columns.map(({ table_name, column_name, data_type, udt_name, is_nullable }) => {
      const type = data_type === 'USER-DEFINED' ? udt_name : data_type;
      return `${table_name}.${column_name} ${type}${is_nullable === 'YES' ? '?' : ''}`;
    });
    const schema = await readFile(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8');
    expect(actual.sort()).toEqual(describedColumns(schema).sort());
  });

  it('makes tables that the client can read, every column of them', async () => {
    const client = createPrismaClient(scratch.databaseUrl);
    try {
      for (const model of Object.values(Prisma.ModelName)) {
        const delegate = model.charAt(0).toLowerCase() + model.slice(1);
        const table = (client as unknown as Record<string, { findMany(): Promise<unknown[]> }>)[delegate]!;
        await expect(table.findMany()).resolves.toEqual([]);
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

const SQL_TYPES: Record<string, string> = {
  String: 'text',
  'String @db.Uuid': 'uuid',
  'String[]': 'ARRAY',
  Int: 'integer',
  'Int[]': 'ARRAY',
  BigInt: 'bigint',
  Float: 'double precision',
  Json: 'jsonb',
  'DateTime @db.Timestamptz(3)': 'timestamp with time zone',
};

/** The columns of a Prisma schema as `Table.column type`, with `?` where null is allowed: in every list, to Prisma. */
function describedColumns(schema: string): string[] {
  const blocks = [...schema.matchAll(/^(model|enum) (\w+) \{\n([\s\S]*?)^\}/gm)];
  const enums = new Set(blocks.filter(([, kind]) => kind === 'enum').map(([, , name]) => name!));
  const models = blocks.filter(([, kind]) => kind === 'model');
  const relations = new Set(models.map(([, , name]) => name!));
  return models.flatMap(([, , model, body]) =>
    [...body!.matchAll(/^ {2}(\w+) +(\w+)(\[\])?(\?)?(.*)$/gm)]
      .filter(([, , type]) => !relations.has(type!))
      .map(([, name, type, list = '', optional = '', attributes]) => {
        const native = /@db\.\w+(\(\d+\))?/.exec(attributes!)?.[0];
        const key = `${type}${list}${native ? ` ${native}` : ''}`;
        return `${model}.${name} ${enums.has(type!) ? type : (SQL_TYPES[key] ?? `unknown ${key}`)}${list ? '?' : optional}`;
      }),
  );
}
