import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAPABILITIES } from '@antidote/contracts';
import { migrate, openBlobStore, openDatabase, type BlobStore, type Database } from '@antidote/persistence';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MlflowClient } from 'mlflow-js-client';
import pg from 'pg';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { createApi } from '../src/create-api.js';
import { downloadOver, type Download } from '../src/downloads/download.js';
import { runHere } from '../src/table-tasks/table-tasks.js';

export interface TestApi {
  app: NestFastifyApplication;
  database: Database;
  blobs: BlobStore;
  blobFolder: string;
  mlflow: MlflowClient;
  databaseUrl: string;
  /** The header of an admin's key. */
  authorization: string;
  /** Sends a request, as that admin unless told otherwise, and gives status, headers and the parsed body. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface SendOptions {
  /** Another `Authorization`; null sends none. */
  as?: string | null;
  headers?: Record<string, string>;
  json?: unknown;
  payload?: string | Buffer;
}

/** Whatever the JSON holds: each test says what it expects. */
type Parsed = ReturnType<typeof JSON.parse>;

export interface Answer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Parsed;
}

export interface Changes {
  /** Another address of the same database, such as that of a proxy. */
  reachedBy?: (databaseUrl: string) => string;
  consoleFolder?: string;
  /** How files of the internet are fetched; nowhere unless told. */
  download?: Download;
}

/** The real API over a database of its own on the Postgres of DATABASE_URL. */
export async function startApi(environment: Record<string, string> = {}, changes: Changes = {}): Promise<TestApi> {
  const databaseUrl = await createDatabase();
  const home = await mkdtemp(join(tmpdir(), 'antidote-api-'));
  const { reachedBy = (url) => url, download = downloadOver({ resolve: async () => [] }), ...settings } = changes;
  const config = {
    ...readConfig({
      ...process.env,
      ANTIDOTE_BLOBS: join(home, 'blobs'),
      ...environment,
      DATABASE_URL: reachedBy(databaseUrl),
    }),
    ...settings,
  };
  const database = await openDatabase({ databaseUrl: config.databaseUrl });
  const authorization = await adminKey(database);
  const blobs = await openBlobStore(config.blobs);
  const mlflow = new MlflowClient({ trackingUri: config.mlflowTrackingUri, timeoutMs: 10_000, maxRetries: 1 });
  const app = await createApi({
    config,
    database,
    blobs,
    tableTasks: runHere,
    download,
    mlflow,
    logger: pino({ level: 'silent' }),
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    app,
    database,
    blobs,
    blobFolder: config.blobs,
    mlflow,
    databaseUrl,
    authorization,
    async send(method, url, { as = authorization, headers = {}, json, payload } = {}) {
      const body = json === undefined ? payload : JSON.stringify(json);
      const type = json === undefined ? {} : { 'content-type': 'application/json' };
      const response = await app.inject({
        method: method as 'GET',
        url,
        headers: { host: 'localhost:4100', ...(as === null ? {} : { authorization: as }), ...type, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const isJson = /[/+]json(;|$)/.test(String(response.headers['content-type']));
      return {
        status: response.statusCode,
        headers: response.headers as Answer['headers'],
        body: isJson ? response.json() : response.payload,
      };
    },
    async stop() {
      await app.close();
      await database.close();
      await dropDatabase(databaseUrl);
      await rm(home, { recursive: true });
    },
  };
}

async function adminKey(database: Database): Promise<string> {
  const person = await database.people.first({ login: 'tester', name: 'Tester' });
  const key = { name: 'tests', scopes: CAPABILITIES, expiresInDays: 1 };
  const { secret } = await database.keys.create(person!, key, 'tester');
  return `Bearer ${secret}`;
}

async function createDatabase(): Promise<string> {
  const name = `api_${randomUUID().replaceAll('-', '')}`;
  await execute(process.env.DATABASE_URL!, `CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL!);
  url.pathname = `/${name}`;
  await migrate(url.href, () => undefined);
  return url.href;
}

async function dropDatabase(databaseUrl: string): Promise<void> {
  await execute(process.env.DATABASE_URL!, `DROP DATABASE ${new URL(databaseUrl).pathname.slice(1)} WITH (FORCE)`);
}

async function execute(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
