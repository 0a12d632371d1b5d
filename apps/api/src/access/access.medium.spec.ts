import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CAPABILITIES, mayDo, ROLES, type Capability, type Role } from '@antidote/contracts';
import { personOf, signInByLink, type Somebody } from '../../testing/accounts.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { describeApi } from '../describe-api.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const VALUES: Record<string, string> = { name: 'none', alias: 'none' };
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Route {
  method: string;
  path: string;
  needs: Capability | 'nothing';
}

const routes: Route[] = Object.entries((await describeApi()).paths).flatMap(([template, item]) =>
  METHODS.filter((method) => item[method]).map((method) => ({
    method: method.toUpperCase(),
    path: template.replace(/\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? UNKNOWN),
    needs: (item[method] as unknown as { 'x-needs': Route['needs'] })['x-needs'],
  })),
);
const guarded = routes.filter(({ needs }) => needs !== 'nothing');

let api: TestApi;
const people = new Map<Role, Somebody>();

beforeAll(async () => {
  api = await startApi();
  for (const role of ROLES) people.set(role, await personOf(api, role));
});

afterAll(() => api?.stop());

const send = ({ method, path }: Route, as: string | null, headers: Record<string, string> = {}) =>
  api.send(method, path, { as, headers, ...(['GET', 'DELETE'].includes(method) ? {} : { json: {} }) });

describe('every route', () => {
  it('names what it needs, and signing in is the only one that asks for nothing', () => {
    expect(guarded.length).toBeGreaterThan(30);
    for (const { needs } of guarded) expect(CAPABILITIES).toContain(needs);
    expect(routes.filter(({ needs }) => needs === 'nothing')).toMatchObject([
      { method: 'POST', path: '/api/v1/session' },
    ]);
  });

  it.each(guarded)('$method $path is 401 for nobody and for a key of nobody', async (route) => {
    const refused = { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: { code: 'unauthenticated' } };
    expect(await send(route, null)).toMatchObject(refused);
    expect(await send(route, 'Bearer antidote_aaaaaaaa_none')).toMatchObject(refused);
    expect(await send(route, 'Basic dGVzdGVyOnNlY3JldA==')).toMatchObject(refused);
    expect(await send(route, null, { cookie: 'antidote-4100=none' })).toMatchObject(refused);
  });

  describe.each([...ROLES])('as %s', (role) => {
    it.each(guarded)('$method $path needs $needs', async (route) => {
      const needs = route.needs as Capability;
      const { status, body } = await send(route, people.get(role)!.authorization);
      if (mayDo(role, needs)) {
        expect(status).not.toBe(401);
        expect(body?.details?.capability).toBeUndefined();
        expect(status).toBeLessThan(500);
      } else {
        expect({ status, body }).toMatchObject({
          status: 403,
          body: { code: 'forbidden', details: { capability: needs, role } },
        });
        expect(body.detail).toContain(needs);
      }
    });
  });
});

describe('a browser that is signed in', () => {
  it.each(guarded.filter(({ method }) => method !== 'GET'))('$method $path wants the CSRF token', async (route) => {
    const { cookie } = await signInByLink(api, people.get('admin')!.person);
    const without: Record<string, string>[] = [{ cookie }, { cookie, 'x-csrf-token': 'wrong' }];
    for (const headers of without) {
      expect(await send(route, null, headers)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
  });

  it('is not taken for one by a page of another port of localhost, nor of another site', async () => {
    const { headers } = await signInByLink(api, people.get('admin')!.person);
    for (const origin of ['http://localhost:3000', 'https://elsewhere.example', 'null']) {
      const options = { as: null, headers: { ...headers, origin }, json: {} };
      expect(await api.send('POST', '/api/v1/runs', options)).toMatchObject({ status: 403 });
    }
    const own = { as: null, headers: { ...headers, origin: 'http://localhost:4100' }, json: {} };
    expect(await api.send('POST', '/api/v1/runs', own)).toMatchObject({ status: 400 });
  });
});

describe('a key', () => {
  it('opens answers that no cache keeps', async () => {
    const { authorization } = people.get('viewer')!;
    for (const path of ['/api/v1/session', '/api/v1/people', '/api/v1/nothing']) {
      const { headers } = await api.send('GET', path, { as: authorization });
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it('promotes nothing when it is a viewer’s', async () => {
    const json = { modelId: UNKNOWN, registeredModel: 'm', alias: 'staging', reason: 'because I hold a key' };
    const { authorization } = people.get('viewer')!;
    const answer = await api.send('POST', '/api/v1/promotions', { as: authorization, json });
    expect(answer).toMatchObject({ status: 403, body: { details: { capability: 'promotion:request' } } });
    expect((await api.database.promotions.list({}, { limit: 1 })).items).toEqual([]);
  });

  it('is held to its scopes, and the refusal names the one that is missing', async () => {
    const { authorization } = await personOf(api, 'admin', ['dataset:read']);
    expect((await api.send('GET', '/api/v1/datasets', { as: authorization })).status).toBe(200);
    expect(await api.send('GET', '/api/v1/runs', { as: authorization })).toMatchObject({
      status: 403,
      body: { detail: expect.stringMatching(/lacks the scope run:read/), details: { capability: 'run:read' } },
    });
  });

  it('cannot make more of itself: no wider key, no session, no password', async () => {
    const { authorization } = await personOf(api, 'admin', ['account:own', 'dataset:read']);
    const as = authorization;
    const json = { name: 'wider', scopes: ['people:write'] };
    expect(await api.send('POST', '/api/v1/account/keys', { as, json })).toMatchObject({
      status: 403,
      body: { details: { capability: 'people:write' } },
    });
    const link = await api.send('POST', '/api/v1/account/sign-in-links', { as });
    expect(link).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const password = await api.send('PUT', '/api/v1/account/password', {
      as,
      json: { password: 'long enough for all' },
    });
    expect(password).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const same = { name: 'as wide', scopes: ['dataset:read'] };
    expect(await api.send('POST', '/api/v1/account/keys', { as, json: same })).toMatchObject({ status: 201 });
  });

  it('does less after its person was given a smaller role', async () => {
    const { person, authorization } = await personOf(api, 'engineer');
    await api.database.people.change(person.id, { role: 'viewer' }, 'tester');
    expect(await api.send('POST', '/api/v1/runs', { as: authorization, json: {} })).toMatchObject({
      status: 403,
      body: { details: { capability: 'run:start', role: 'viewer' } },
    });
  });
});

it('the server does not start with a route that names no capability', async () => {
  const { guardRoutes } = await import('./guard-routes.js');
  const { fastify } = await import('fastify');
  const server = fastify();
  await guardRoutes(server, null as never);
  expect(() => server.get('/api/v1/open', async () => 'all')).toThrow(/GET \/api\/v1\/open names no capability/);
  await server.close();
});
