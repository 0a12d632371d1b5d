import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '@antidote/contracts';
import { startApi, type Answer, type TestApi } from '../testing/start-api.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const json = { 'content-type': 'application/json' };

let api: TestApi;

beforeAll(async () => {
  api = await startApi({ ANTIDOTE_MAX_UPLOAD_MIB: '1' });
});

afterAll(() => api.stop());

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(Problem.parse(answer.body)).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\.js:| at .*\(/);
}

describe('a request that cannot be served gets a problem document', () => {
  const post = (path: string, payload: string | Buffer, headers: Record<string, string> = json) =>
    api.send('POST', `/api/v1/${path}`, { payload, headers });

  it.each([
    ['malformed JSON', '{"kind": '],
    ['an empty body', ''],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an unknown kind of run', '{"kind":"fly"}'],
    ['an id that is no UUID', '{"kind":"find-label-issues","versionId":"1; drop table"}'],
    ['an unknown field', `{"kind":"find-label-issues","versionId":"${UNKNOWN}","also":1}`],
    ['a percent above 100', `{"kind":"poison","versionId":"${UNKNOWN}","spec":{"percent":101}}`],
    ['a percent as text', `{"kind":"poison","versionId":"${UNKNOWN}","spec":{"percent":"ten"}}`],
    ['an unknown model', `{"kind":"train","versionId":"${UNKNOWN}","model":"oracle"}`],
    ['__proto__', `{"kind":"find-label-issues","versionId":"${UNKNOWN}","__proto__":{"admin":true}}`],
    ['constructor.prototype', `{"kind":"find-label-issues","versionId":"${UNKNOWN}","constructor":{"prototype":{}}}`],
    ['JSON nested 100,000 deep', `{"kind":"train","parameters":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a NUL in text', `{"kind":"train","versionId":"${UNKNOWN}","parameters":{"criterion":"gi\\u0000ni"}}`],
    ['half a surrogate pair', `{"kind":"train","versionId":"${UNKNOWN}","parameters":{"criterion":"\\ud800"}}`],
  ])('%s: 400', async (_, payload) => {
    expectProblem(await post('runs', payload), 400, 'invalid_argument');
  });

  it('names each fault with its path', async () => {
    const { body } = await api.send('POST', '/api/v1/promotions', {
      json: { modelId: 'x', registeredModel: 'a/b', alias: 'staging', reason: 'short' },
    });
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'modelId',
      'reason',
      'registeredModel',
    ]);
  });

  it.each([
    ['text/plain', 'text/plain', '{}'],
    ['a form', 'application/x-www-form-urlencoded', 'kind=train'],
    ['XML', 'application/xml', '<run/>'],
  ])('%s: 415', async (_, type, payload) => {
    expectProblem(await post('runs', payload, { 'content-type': type }), 415, 'unsupported_media_type');
  });

  it('a body over the limit: 413, which is named', async () => {
    const answer = await post('datasets', JSON.stringify({ name: 'big', csv: 'x'.repeat(2 ** 20) }));
    expectProblem(answer, 413, 'limit_exceeded');
    expect(answer.body.detail).toContain('1 MiB');
    expect(answer.body.detail).toContain('ANTIDOTE_MAX_UPLOAD_MIB');
  });

  it.each([
    [{ nEstimators: 100_000_000 }, 'parameter_out_of_range'],
    [{ maxDepth: -4 }, 'parameter_out_of_range'],
    [{ magic: 1 }, 'unknown_parameter'],
  ])('a training with %j: refused before it is a run', async (parameters, code) => {
    const request = { kind: 'train', versionId: UNKNOWN, model: 'random-forest', parameters };
    expectProblem(await post('runs', JSON.stringify(request)), 422, code);
  });

  it('a poisoning with an option that the attack does not take: refused before it is a run', async () => {
    const spec = { attack: 'uniform', percent: 5, seed: 1, options: { columns: ['age'] } };
    const answer = await post('runs', JSON.stringify({ kind: 'poison', versionId: UNKNOWN, spec }));
    expectProblem(answer, 400, 'invalid_argument');
    expect(answer.body.detail).toBe('The attack uniform does not take columns; it takes sources.');
  });

  it.each([
    ['/api/v1/nothing', 404, 'not_found'],
    ['/api/nothing', 404, 'not_found'],
    ['/health/nothing', 404, 'not_found'],
    [`/api/v1/runs/${UNKNOWN}`, 404, 'not_found'],
    [`/api/v1/runs/${UNKNOWN}/events`, 404, 'not_found'],
    [`/api/v1/runs/${UNKNOWN}/study`, 404, 'not_found'],
    [`/api/v1/versions/${UNKNOWN}/rows`, 404, 'not_found'],
    [`/api/v1/reviews/${UNKNOWN}/items/${UNKNOWN}`, 404, 'not_found'],
    [`/api/v1/models/${UNKNOWN}`, 404, 'not_found'],
    [`/api/v1/promotions/${UNKNOWN}`, 404, 'not_found'],
    ['/api/v1/datasets/none', 404, 'not_found'],
    ['/api/v1/datasets/none/versions', 404, 'not_found'],
    ['/api/v1/datasets/No%20Name', 400, 'invalid_argument'],
    ['/api/v1/datasets/%00', 400, 'invalid_argument'],
    ['/api/v1/datasets/%ff', 400, 'invalid_argument'],
    ['/api/v1/runs/not-a-uuid', 400, 'invalid_argument'],
    ['/api/v1/runs?limit=0', 400, 'invalid_argument'],
    ['/api/v1/runs?limit=many', 400, 'invalid_argument'],
    ['/api/v1/runs?limit=1&limit=2', 400, 'invalid_argument'],
    ['/api/v1/runs?state=flying', 400, 'invalid_argument'],
    ['/api/v1/runs?unknown=1', 400, 'invalid_argument'],
    ['/api/v1/runs?cursor=bm90IGEgY3Vyc29y', 400, 'invalid_argument'],
    ['/api/v1/models?cursor=%F0%9F%98%80', 400, 'invalid_argument'],
    ['/api/v1/datasets?cursor=MjAyNnx4', 400, 'invalid_argument'],
    [
      `/api/v1/datasets?cursor=${Buffer.from(`+275760-09-13T00:00:00.001Z|${UNKNOWN}`).toString('base64url')}`,
      400,
      'invalid_argument',
    ],
  ])('GET %s: %i', async (path, status, code) => {
    expectProblem(await api.send('GET', path), status, code);
  });

  it.each([
    ['PATCH', '/api/v1/runs', 'GET, HEAD, POST'],
    ['OPTIONS', '/api/v1/runs', 'GET, HEAD, POST'],
    ['GET', '/api/v1/studies/estimate', 'POST'],
    ['DELETE', `/api/v1/reviews/${UNKNOWN}/items/${UNKNOWN}?now`, 'GET, HEAD'],
    ['POST', '/health/live', 'GET, HEAD'],
  ])('%s %s, which has other methods: 405', async (method, path, allow) => {
    const answer = await api.send(method, path, { as: null });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe(allow);
  });

  it('any method on an unknown path: 404', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      expectProblem(await api.send(method, '/api/v1/nothing'), 404, 'not_found');
    }
  });

  it('a run of an unknown version: 404', async () => {
    const answer = await api.send('POST', '/api/v1/runs', { json: { kind: 'find-label-issues', versionId: UNKNOWN } });
    expectProblem(answer, 404, 'not_found');
  });

  it('an alias that does not exist: 404', async () => {
    const answer = await api.send('POST', '/api/v1/registered-models/none/aliases/champion/predictions', {
      json: { rows: [{}] },
    });
    expectProblem(answer, 404, 'not_found');
  });

  it.each(['%20', '%00', 'a%3Ab'])('a registered model called %s: 400', async (name) => {
    const path = `/api/v1/registered-models/${name}/aliases/champion/predictions`;
    expectProblem(await api.send('POST', path, { json: { rows: [{}] } }), 400, 'invalid_argument');
  });
});

describe('a CSV that cannot be registered is refused with its reason, and nothing is kept', () => {
  const csv = (text: string) => api.send('POST', '/api/v1/datasets', { json: { name: 'bad', csv: text } });

  it.each([
    ['no text', '', 'missing_header'],
    ['no rows', 'a,label\n', 'empty_dataset'],
    ['a duplicate header', 'a,a,label\n1,2,x\n', 'duplicate_header'],
    ['an empty header', 'a,,label\n1,2,x\n', 'empty_header'],
    ['a ragged row', 'a,label\n1,x\n2\n', 'ragged_row'],
    ['an open quote', 'a,label\n"1,x\n', 'invalid_csv'],
    ['one class', 'a,label\n1,x\n2,x\n', 'single_class'],
    ['no label at all', 'a,label\n1,\n2,\n', 'target_missing'],
  ])('%s: 422', async (_, text, code) => {
    expectProblem(await csv(text), 422, code);
    expectProblem(await api.send('GET', '/api/v1/datasets/bad'), 404, 'not_found');
  });

  it('an unknown target: 422', async () => {
    const answer = await api.send('POST', '/api/v1/datasets', {
      json: { name: 'bad', target: 'nope', csv: 'a,label\n1,x\n2,y\n' },
    });
    expectProblem(answer, 422, 'target_missing');
  });

  it('bytes that are no UTF-8, as a file: 422 with the offset', async () => {
    const answer = await upload(Buffer.from([...Buffer.from('a,label\n1,'), 0xff, 0x0a]), 'bad.csv');
    expectProblem(answer, 422, 'invalid_encoding');
    expect(answer.body.detail).toMatch(/\b10\b/);
  });

  it('NUL in a label or a header, as a file: 422', async () => {
    expect((await upload(Buffer.from('a,label\n1,x\0\n2,y\n'), 'bad.csv')).status).toBe(422);
    expect((await upload(Buffer.from('a\0,label\n1,x\n2,y\n'), 'bad.csv')).status).toBe(422);
  });

  it('a form without a file, and a file whose name is no dataset name: 400', async () => {
    expectProblem(
      await form('--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n--b--\r\n'),
      400,
      'invalid_argument',
    );
    expectProblem(await upload(Buffer.from('a,label\n1,x\n2,y\n'), '.csv'), 400, 'invalid_argument');
  });

  it('a form that is cut off: 400', async () => {
    expectProblem(
      await form('--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\na,label'),
      400,
      'invalid_argument',
    );
  });

  it('a form with two files, or with __proto__ for a field: 4xx', async () => {
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\na\r\n';
    expect((await form(`${part}${part}--b--\r\n`)).status).toBeGreaterThanOrEqual(400);
    expect((await form(`${part}${part}--b--\r\n`)).status).toBeLessThan(500);
    const proto = '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n';
    expectProblem(await form(`${part}${proto}--b--\r\n`), 400, 'invalid_argument');
  });

  it('a file over the limit: 413', async () => {
    expectProblem(await upload(Buffer.alloc(2 ** 20 + 10, 'x'), 'big.csv'), 413, 'limit_exceeded');
  });
});

const form = (payload: string | Buffer) =>
  api.send('POST', '/api/v1/datasets', { payload, headers: { 'content-type': 'multipart/form-data; boundary=b' } });

function upload(bytes: Buffer, filename: string): Promise<Answer> {
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: text/csv\r\n\r\n`;
  return form(Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]));
}

describe('pages of other sites', () => {
  const change = (headers: Record<string, string>) =>
    api.send('POST', '/api/v1/datasets', { json: { name: 'x', csv: '' }, headers });

  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:5173' },
    { origin: 'http://127.0.0.1:4100' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'evil.example' },
    { host: 'localhost.evil.example:4100' },
  ])('%j changes nothing: 403', async (headers) => {
    expectProblem(await change(headers), 403, 'forbidden');
  });

  it('a foreign host name reads nothing either', async () => {
    expectProblem(await api.send('GET', '/api/v1/datasets', { headers: { host: 'evil.example' } }), 403, 'forbidden');
  });

  it('the console’s own origin and programs may', async () => {
    expectProblem(
      await change({ origin: 'http://localhost:4100', 'sec-fetch-site': 'same-origin' }),
      422,
      'missing_header',
    );
    expectProblem(await change({}), 422, 'missing_header');
  });
});

describe('what is no request at all', () => {
  const start = 'POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

  it.each([
    ['no HTTP', () => 'hello\r\n\r\n', 400],
    ['a body that breaks off', () => `${start}Authorization: ${api.authorization}\r\nContent-Length: 9\r\n\r\n{`, 400],
    ['headers without end', () => `${start}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ])('%s is answered by a problem too', async (_, sent, status) => {
    if (!api.app.getHttpServer().listening) await api.app.listen(0, '127.0.0.1');
    const socket = connect(Number(new URL(await api.app.getUrl()).port), '127.0.0.1');
    socket.end(sent());
    const [head, body] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/content-type: application\/problem\+json/i);
    expect(Problem.parse(JSON.parse(body!))).toMatchObject({ status, code: 'invalid_argument' });
  });
});
