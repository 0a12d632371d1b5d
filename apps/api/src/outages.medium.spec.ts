import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CuttableProxy } from '../testing/cuttable-proxy.js';
import { startApi, type TestApi } from '../testing/start-api.js';

let proxy: CuttableProxy;
let api: TestApi;

beforeAll(async () => {
  const server = new URL(process.env.DATABASE_URL!);
  proxy = await CuttableProxy.before(server.hostname, Number(server.port));
  const reachedBy = (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    url.host = `127.0.0.1:${proxy.port}`;
    return url.href;
  };
  api = await startApi({ MLFLOW_TRACKING_URI: 'http://127.0.0.1:45999' }, { reachedBy });
});

afterAll(async () => {
  proxy.restore();
  await api.stop();
  await proxy.close();
});

const away = { status: 503, headers: { 'retry-after': '5' }, body: { code: 'service_unavailable', status: 503 } };

describe('while MLflow is away', () => {
  it('reads and uploads go on, and readiness says so', async () => {
    const csv = 'a,label\n1,x\n2,y\n3,x\n';
    expect(await api.send('POST', '/api/v1/datasets', { json: { name: 'kept', csv } })).toMatchObject({ status: 201 });
    const { body } = await api.send('GET', '/health/ready');
    expect(body).toMatchObject({
      ready: true,
      parts: [{ part: 'api' }, { state: 'up' }, { part: 'mlflow', state: 'down' }, {}, {}],
    });
  });

  it('predictions are 503 with Retry-After', async () => {
    const path = '/api/v1/registered-models/iris/aliases/champion/predictions';
    expect(await api.send('POST', path, { json: { rows: [{ a: 1 }] } })).toMatchObject(away);
  });
});

describe('while Postgres is away', () => {
  it('every read and write is 503 with Retry-After, and all is well when it is back', async () => {
    proxy.cut();
    expect(await api.send('GET', '/api/v1/datasets')).toMatchObject(away);
    const json = { name: 'lost', csv: 'a,label\n1,x\n2,y\n' };
    expect(await api.send('POST', '/api/v1/datasets', { json })).toMatchObject(away);
    const headers = { 'idempotency-key': 'lost-1' };
    expect(await api.send('POST', '/api/v1/datasets', { json, headers })).toMatchObject(away);
    expect(await api.send('GET', '/health/ready')).toMatchObject({ status: 503, body: { ready: false } });
    expect(await api.send('GET', '/health/live')).toMatchObject({ status: 200 });

    proxy.restore();
    const { body } = await api.send('GET', '/api/v1/datasets');
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(['kept']);
    expect(await api.send('POST', '/api/v1/datasets', { json, headers })).toMatchObject({ status: 201 });
  });
});
