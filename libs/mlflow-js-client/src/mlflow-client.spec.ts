import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { MlflowClient } from './mlflow-client.js';
import { MlflowUnreachableError } from './mlflow-error.js';
import { drop, html, json, startServer, type Received } from '../test/misbehaving-server.js';

type Server = Awaited<ReturnType<typeof startServer>>;
const servers: Server[] = [];

async function serve(reply: Parameters<typeof startServer>[0]): Promise<Server> {
  const server = await startServer(reply);
  servers.push(server);
  return server;
}

const connect = (server: { trackingUri: string }, options: object = {}) =>
  new MlflowClient({ trackingUri: server.trackingUri, baseDelayMs: 1, maxDelayMs: 5, ...options });

const wireRun = (id: string, tags: { key: string; value: string }[] = []) => ({
  info: {
    run_id: id,
    experiment_id: '1',
    status: 'RUNNING',
    start_time: 5,
    artifact_uri: 'mlflow-artifacts:/1/r',
    lifecycle_stage: 'active',
  },
  data: { tags },
});

const keyOf = (request: Received) =>
  (JSON.parse(request.body) as { tags: { key: string; value: string }[] }).tags.find(({ key }) => key === 'client_key')!
    .value;

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe('repeats of calls that may be repeated', () => {
  test.each([
    ['503 as a web page', (response: Parameters<typeof html>[0]) => html(response, 503, 'Service Unavailable')],
    [
      'an exhausted pool',
      (response: Parameters<typeof html>[0]) =>
        json(response, 400, { error_code: 'BAD_REQUEST', message: 'QueuePool limit of size 5 reached' }),
    ],
    ['a lost connection', drop],
  ])('%s, twice, then success', async (_, fail) => {
    const server = await serve((response) => (server.received.length <= 2 ? fail(response) : json(response, 200, {})));
    const retries: number[] = [];
    await connect(server, { onRetry: ({ attempt }: { attempt: number }) => retries.push(attempt) }).logBatch('r', {
      params: { a: 1 },
    });
    expect(server.received).toHaveLength(3);
    expect(retries).toEqual([1, 2]);
  });

  test('gives up after maxRetries with the last error', async () => {
    const server = await serve((response) => html(response, 502, 'Bad Gateway'));
    await expect(connect(server, { maxRetries: 2 }).getRun('r')).rejects.toMatchObject({
      status: 502,
      code: 'HTTP_502',
    });
    expect(server.received).toHaveLength(3);
  });

  test('a refusal is not repeated', async () => {
    const server = await serve((response) =>
      json(response, 400, { error_code: 'INVALID_PARAMETER_VALUE', message: 'no' }),
    );
    await expect(connect(server).logBatch('r', { params: { a: 1 } })).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    });
    expect(server.received).toHaveLength(1);
  });

  test('an output noted by the lost attempt counts as done', async () => {
    const server = await serve((response) =>
      server.received.length === 1
        ? drop(response)
        : json(response, 400, {
            error_code: 'BAD_REQUEST',
            message: '(psycopg2.errors.UniqueViolation) duplicate key',
          }),
    );
    await connect(server).logOutputs('r', [{ modelId: 'm-1' }]);
    expect(server.received).toHaveLength(2);
  });
});

describe('create calls', () => {
  test('a run whose answer was lost is found by its client key, not made twice', async () => {
    const server = await serve((response, request) => {
      if (request.url.endsWith('/runs/create')) return drop(response);
      return json(response, 200, { runs: [wireRun('made')] });
    });
    const run = await connect(server).createRun({ experimentId: '1', runName: 'clean' });
    expect(run.runId).toBe('made');
    expect(server.received.map(({ url }) => url.split('/').at(-1))).toEqual(['create', 'search']);
    expect(JSON.parse(server.received[1]!.body)).toMatchObject({
      filter: `tags.client_key = '${keyOf(server.received[0]!)}'`,
    });
  });

  test('a run that was not made is sent again under the same key', async () => {
    let creates = 0;
    const server = await serve((response, request) => {
      if (!request.url.endsWith('/runs/create')) return json(response, 200, {});
      return ++creates === 1 ? html(response, 503, 'starting') : json(response, 200, { run: wireRun('second') });
    });
    const run = await connect(server).createRun({ experimentId: '1', runName: 'clean' });
    expect(run.runId).toBe('second');
    const sent = server.received.filter(({ url }) => url.endsWith('create')).map(keyOf);
    expect(sent[0]).toBe(sent[1]);
  });

  test("the caller's key is looked up before anything is made", async () => {
    const server = await serve((response) => json(response, 200, { runs: [wireRun('earlier')] }));
    const run = await connect(server).createRun({ experimentId: '1', runName: 'clean', idempotencyKey: 'job-7' });
    expect(run.runId).toBe('earlier');
    expect(server.received.map(({ url }) => url.split('/').at(-1))).toEqual(['search']);
  });

  test('a model version whose answer was lost is found by name and key', async () => {
    const server = await serve((response, request) => {
      if (request.url.endsWith('/model-versions/create')) return drop(response);
      return json(response, 200, { model_versions: [{ name: 'iris', version: '3', source: 'models:/m-1' }] });
    });
    const version = await connect(server).createModelVersion({ name: 'iris', modelId: 'm-1' });
    expect(version).toMatchObject({ version: '3', stage: 'None' });
    expect(new URL(server.received[1]!.url, 'http://x').searchParams.get('filter')).toMatch(
      /^name = 'iris' and tags.client_key = '/,
    );
  });

  test('an experiment made by somebody else in between is used', async () => {
    let asked = 0;
    const experiment = { experiment_id: '9', name: 'e', artifact_location: '', lifecycle_stage: 'active' };
    const server = await serve((response, request) => {
      if (request.method === 'POST')
        return json(response, 400, { error_code: 'RESOURCE_ALREADY_EXISTS', message: 'e' });
      return ++asked === 1
        ? json(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'e' })
        : json(response, 200, { experiment });
    });
    await expect(connect(server).ensureExperiment('e')).resolves.toBe('9');
  });

  test('a deleted experiment is named as such', async () => {
    const experiment = { experiment_id: '9', name: 'e', artifact_location: '', lifecycle_stage: 'deleted' };
    const server = await serve((response) => json(response, 200, { experiment }));
    await expect(connect(server).ensureExperiment('e')).rejects.toThrow(/'e' is deleted: restore it/);
  });
});

describe('a server that is not there or is not MLflow', () => {
  test('a refused connection is reported with the address', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const trackingUri = `http://127.0.0.1:${(probe.address() as AddressInfo).port}`;
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    const failure = new MlflowClient({ trackingUri }).ensureExperiment('e');
    await expect(failure).rejects.toBeInstanceOf(MlflowUnreachableError);
    await expect(failure).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining(trackingUri),
    });
  });

  test('a server that never answers runs into the timeout', async () => {
    const server = await serve(() => undefined);
    const failure = connect(server, { timeoutMs: 30, maxRetries: 1 }).getRun('r');
    await expect(failure).rejects.toMatchObject({ name: 'MlflowUnreachableError', code: 'ETIMEDOUT' });
    expect(server.received).toHaveLength(2);
  });

  test('a body that stalls counts as no answer', async () => {
    const server = await serve((response) => void response.writeHead(200, { 'content-length': '100' }).write('{"run"'));
    await expect(connect(server, { timeoutMs: 30, maxRetries: 0 }).getRun('r')).rejects.toMatchObject({
      code: 'ETIMEDOUT',
    });
  });

  test('a web page with 200 is no answer', async () => {
    const server = await serve((response) => html(response, 200, 'Welcome'));
    await expect(connect(server).getRun('r')).rejects.toMatchObject({ code: 'INVALID_ANSWER' });
  });

  test('a redirect is not followed', async () => {
    const server = await serve((response) => void response.writeHead(302, { location: '/login' }).end());
    await expect(connect(server).getRun('r')).rejects.toThrow(/redirects to \/login/);
    expect(server.received).toHaveLength(1);
  });

  test('an address that is none', () => {
    expect(() => new MlflowClient({ trackingUri: 'sqlite:///x.db' })).toThrow(/no http or https address/);
  });
});

describe('cancelling', () => {
  test('ends a request in flight with the reason of the signal', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort(new Error('user left')));
    await expect(connect(server).getRun('r', { signal: controller.signal })).rejects.toThrow('user left');
    expect(server.received).toHaveLength(1);
  });

  test('ends the wait before a repeat', async () => {
    const controller = new AbortController();
    const server = await serve((response) => html(response, 503, 'starting'));
    const onRetry = () => controller.abort(new Error('user left'));
    const client = connect(server, { baseDelayMs: 60_000, maxDelayMs: 60_000, onRetry });
    await expect(client.getRun('r', { signal: controller.signal })).rejects.toThrow('user left');
  });
});

describe('what goes over the wire', () => {
  test('login from options and from the address, which is then shown without it', async () => {
    const server = await serve((response) => json(response, 200, { run: wireRun('r') }));
    await connect(server, { auth: { token: 'abc' } }).getRun('r');
    await connect(server, { auth: { username: 'ädä', password: 'p:w' } }).getRun('r');
    const inside = connect({ trackingUri: server.trackingUri.replace('//', '//ada:p%40w@') });
    await inside.getRun('r');
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer abc',
      basic('ädä:p:w'),
      basic('ada:p@w'),
    ]);
    expect(inside.trackingUri).toBe(server.trackingUri);
  });

  test('its pages are where it is asked, unless browsers reach it elsewhere', () => {
    const inside = { trackingUri: 'http://ada:pw@mlflow:5100/' };
    expect(connect(inside).webUrl).toBe('http://mlflow:5100');
    expect(connect(inside, { webUrl: 'https://mlflow.test/ui/' }).webUrl).toBe('https://mlflow.test/ui');
    expect(() => connect(inside, { webUrl: 'mlflow' })).toThrow("webUrl 'mlflow' is no http or https address");
  });

  test('no more than maxInFlight requests at once', async () => {
    let open = 0;
    let most = 0;
    const server = await serve((response) => {
      most = Math.max(most, ++open);
      setTimeout(() => {
        open--;
        json(response, 200, { run: wireRun('r') });
      }, 5);
    });
    const client = connect(server, { maxInFlight: 3 });
    await Promise.all(Array.from({ length: 12 }, () => client.getRun('r')));
    expect(most).toBe(3);
  });

  test('a search asks for the next page when the loop gets there', async () => {
    const server = await serve((response, request) => {
      const { page_token } = JSON.parse(request.body) as { page_token?: string };
      return page_token === undefined
        ? json(response, 200, { runs: [wireRun('a'), wireRun('b')], next_page_token: 't' })
        : json(response, 200, { runs: [wireRun('c')] });
    });
    const ids: string[] = [];
    for await (const run of connect(server).searchRuns({ experimentIds: ['1'] })) {
      ids.push(run.runId);
      if (run.runId === 'a') expect(server.received).toHaveLength(1);
    }
    expect(ids).toEqual(['a', 'b', 'c']);
  });

  test('a path outside the artifact folder is refused before anything is sent', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const files = new Map([
      ['MLmodel', new Uint8Array()],
      ['../../evil', new Uint8Array()],
    ]);
    await expect(connect(server).uploadModelFiles({ artifactUri: 'mlflow-artifacts:/1/m' }, files)).rejects.toThrow(
      /'\.\.'/,
    );
    expect(server.received).toHaveLength(0);
  });

  test('a download longer than allowed is cut off', async () => {
    const server = await serve((response) => void response.end(Buffer.alloc(1000)));
    const download = connect(server).downloadArtifact('mlflow-artifacts:/1/m', 'model.onnx', { maxBytes: 999 });
    await expect(download).rejects.toThrow(/longer than 999 bytes/);
  });

  test('reserved aliases and names are refused before anything is sent', async () => {
    const server = await serve((response) => json(response, 200, {}));
    const client = connect(server);
    await expect(client.setAlias('iris', 'latest', '1')).rejects.toThrow(/reserved/);
    await expect(client.setAlias('iris', 'V2', '1')).rejects.toThrow(/reserved/);
    await expect(client.createRegisteredModel({ name: 'a/b' })).rejects.toThrow(/no \//);
    await expect(
      client.logInputs('r', [{ dataset: { name: 'd', digest: 'x'.repeat(37), sourceType: 'local', source: '{}' } }]),
    ).rejects.toThrow(/36/);
    expect(server.received).toHaveLength(0);
  });
});
