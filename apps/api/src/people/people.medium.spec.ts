import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Person } from '@antidote/contracts';
import { personOf, signedIn, signInByLink } from '../../testing/accounts.js';
import { startApi, type TestApi } from '../../testing/start-api.js';

let api: TestApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api?.stop());

const PASSWORD = 'correct horse battery';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const signIn = (json: unknown) => api.send('POST', '/api/v1/session', { as: null, json });

async function addPerson(login: string, role = 'viewer') {
  const { status, body } = await api.send('POST', '/api/v1/people', { json: { login, name: login, role } });
  expect(status).toBe(201);
  return body as { person: Person; signIn: { link: string; path: string } };
}

/** A person with a password, signed in once. */
async function withPassword(login: string, role = 'viewer') {
  const { person, signIn: invitation } = await addPerson(login, role);
  const browser = signedIn(await signIn({ link: invitation.link }));
  const set = { as: null, headers: browser.headers, json: { password: PASSWORD } };
  expect((await api.send('PUT', '/api/v1/account/password', set)).status).toBe(204);
  return { person, browser };
}

/** Runs one statement past the API, as a database insider would. */
async function query(statement: string, values: unknown[] = []) {
  const client = new pg.Client(api.databaseUrl);
  await client.connect();
  try {
    return await client.query(statement, values);
  } finally {
    await client.end();
  }
}

describe('signing in', () => {
  it('by a link, once; the cookie is out of reach of scripts and of other sites', async () => {
    const { person, signIn: invitation } = await addPerson('ada');
    expect(invitation.path).toBe(`/sign-in#${invitation.link}`);
    const first = await signIn({ link: invitation.link });
    expect(first).toMatchObject({ status: 201, body: { person: { id: person.id, login: 'ada' }, via: 'session' } });
    const cookie = String(first.headers['set-cookie']);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
    expect(await signIn({ link: invitation.link })).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await api.send('GET', '/api/v1/session', { as: null, headers: { cookie } })).toMatchObject({ status: 200 });
  });

  it('not by a link that expired', async () => {
    const { person } = await addPerson('late');
    const { link } = await api.database.sessions.createLink(person, -1, 'tester');
    expect((await signIn({ link })).status).toBe(401);
  });

  it('by password; what was wrong is not told', async () => {
    await withPassword('grace');
    expect(await signIn({ login: 'Grace ', password: PASSWORD })).toMatchObject({ status: 201 });
    const wrong = await signIn({ login: 'grace', password: 'no' });
    const unknown = await signIn({ login: 'nobody', password: 'no' });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(unknown.body).toEqual(wrong.body);
    expect((await signIn({ login: 'grâce ', password: 'no' })).body).toEqual(wrong.body);
    const { person } = await addPerson('passwordless');
    expect(person.hasPassword).toBe(false);
    expect((await signIn({ login: 'passwordless', password: '' })).body).toEqual(wrong.body);
  });

  it('is refused after ten failures, for logins that exist and for others alike', async () => {
    await withPassword('lin');
    for (const login of ['lin', 'not-there']) {
      for (let failure = 0; failure < 10; failure++) await signIn({ login, password: 'guess' });
      const refused = await signIn({ login, password: PASSWORD });
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await signIn({ login: 'grace', password: PASSWORD })).status).toBe(201);
  });

  it('ends with signing out', async () => {
    const { headers, cookie } = await signInByLink(api, (await addPerson('leaver')).person);
    expect((await api.send('DELETE', '/api/v1/session', { as: null, headers })).status).toBe(204);
    expect((await api.send('GET', '/api/v1/session', { as: null, headers: { cookie } })).status).toBe(401);
  });
});

describe('a password', () => {
  it('is kept as argon2id alone', async () => {
    const { person } = await withPassword('kept');
    const { rows } = await query('SELECT "passwordHash" FROM "Person" WHERE id = $1', [person.id]);
    expect(rows[0].passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('changes with the present one only, and ends the other sessions', async () => {
    const { browser } = await withPassword('changer');
    const other = signedIn(await signIn({ login: 'changer', password: PASSWORD }));
    const change = (json: unknown) =>
      api.send('PUT', '/api/v1/account/password', { as: null, headers: browser.headers, json });
    const password = 'another long password';
    expect(await change({ password })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await change({ current: 'wrong', password })).toMatchObject({ status: 403 });
    expect(await change({ current: PASSWORD, password: 'short' })).toMatchObject({ status: 400 });
    expect((await change({ current: PASSWORD, password })).status).toBe(204);
    const asks = (cookie: string) => api.send('GET', '/api/v1/session', { as: null, headers: { cookie } });
    expect((await asks(browser.cookie)).status).toBe(200);
    expect((await asks(other.cookie)).status).toBe(401);
    expect((await signIn({ login: 'changer', password: PASSWORD })).status).toBe(401);
  });
});

describe('sessions and keys', () => {
  it('are listed and ended by whose they are, and by nobody else', async () => {
    const { person } = await addPerson('many');
    const [mine, second] = [await signInByLink(api, person), await signInByLink(api, person)];
    const as = { as: null, headers: mine.headers };
    const { body } = await api.send('GET', '/api/v1/account/sessions', as);
    expect(body.items).toHaveLength(2);
    const other = body.items.find(({ current }: { current: boolean }) => !current);
    const stranger = await personOf(api, 'admin');
    const path = `/api/v1/account/sessions/${other.id}`;
    expect((await api.send('DELETE', path, { as: stranger.authorization })).status).toBe(404);
    expect((await api.send('DELETE', path, as)).status).toBe(204);
    expect((await api.send('GET', '/api/v1/session', { as: null, headers: { cookie: second.cookie } })).status).toBe(
      401,
    );
  });

  it('a key is shown once, kept as a hash, and expires', async () => {
    const { headers } = await signInByLink(api, (await addPerson('keyed', 'engineer')).person);
    const json = { name: 'pipeline', scopes: ['run:read'], expiresInDays: 1 };
    const made = await api.send('POST', '/api/v1/account/keys', { as: null, headers, json });
    const { secret, key } = made.body;
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    const listed = await api.send('GET', '/api/v1/account/keys', { as: null, headers });
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const { rows } = await query('SELECT * FROM "ApiKey" WHERE id = $1', [key.id]);
    expect(JSON.stringify(rows)).not.toContain(secret);

    const asks = () => api.send('GET', '/api/v1/runs', { as: `Bearer ${secret}` });
    expect((await asks()).status).toBe(200);
    await query(`UPDATE "ApiKey" SET "expiresAt" = now() - interval '1 second' WHERE id = $1`, [key.id]);
    expect(await asks()).toMatchObject({ status: 401, body: { detail: expect.stringMatching(/expired/) } });
  });

  it('a revoked key is refused at once; one of another account is not found', async () => {
    const { authorization, person } = await personOf(api, 'viewer');
    const { items } = (await api.send('GET', '/api/v1/account/keys', { as: authorization })).body;
    const stranger = await personOf(api, 'viewer');
    const path = `/api/v1/account/keys/${items[0].id}`;
    expect((await api.send('DELETE', path, { as: stranger.authorization })).status).toBe(404);
    expect((await api.send('DELETE', `/api/v1/people/${person.id}/keys/${items[0].id}`)).status).toBe(204);
    expect((await api.send('GET', '/api/v1/datasets', { as: authorization })).status).toBe(401);
  });

  it('a service account has keys, no password, no link, and is no admin', async () => {
    const json = { login: 'ci', name: 'CI', role: 'engineer', kind: 'service' };
    const { body } = await api.send('POST', '/api/v1/people', { json });
    expect(body).toMatchObject({ person: { kind: 'service' }, signIn: null });
    const at = `/api/v1/people/${body.person.id}`;
    expect(await api.send('POST', `${at}/sign-in-links`)).toMatchObject({
      status: 409,
      body: { code: 'invalid_state' },
    });
    expect((await api.send('PATCH', at, { json: { role: 'admin' } })).status).toBe(409);
    expect((await api.send('POST', '/api/v1/people', { json: { ...json, login: 'ci2', role: 'admin' } })).status).toBe(
      400,
    );
    const made = await api.send('POST', `${at}/keys`, { json: { name: 'gate', scopes: ['run:start'] } });
    expect((await api.send('POST', '/api/v1/runs', { as: `Bearer ${made.body.secret}`, json: {} })).status).toBe(400);
    const wider = await api.send('POST', `${at}/keys`, { json: { name: 'wide', scopes: ['people:write'] } });
    expect(wider).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const { person } = await personOf(api, 'viewer');
    const stolen = { json: { name: 'in their name', scopes: ['run:read'] } };
    expect((await api.send('POST', `/api/v1/people/${person.id}/keys`, stolen)).status).toBe(403);
  });
});

describe('accounts', () => {
  it('a disabled one loses sessions and keys at once, and its login stays taken', async () => {
    const { person, authorization } = await personOf(api, 'data');
    const { cookie } = await signInByLink(api, person);
    const at = `/api/v1/people/${person.id}`;
    const disabled = await api.send('PATCH', at, { json: { disabled: true } });
    expect(disabled).toMatchObject({ status: 200, body: { disabledAt: expect.any(String) } });
    expect((await api.send('GET', '/api/v1/datasets', { as: authorization })).status).toBe(401);
    expect((await api.send('GET', '/api/v1/session', { as: null, headers: { cookie } })).status).toBe(401);
    expect((await api.send('POST', `${at}/sign-in-links`)).status).toBe(409);
    const again = { login: person.login, name: 'Another', role: 'viewer' };
    expect(await api.send('POST', '/api/v1/people', { json: again })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    await api.send('PATCH', at, { json: { disabled: false } });
    expect((await api.send('GET', '/api/v1/datasets', { as: authorization })).status).toBe(401);
  });

  it('the last admin stays one, even when two remove each other at once', async () => {
    const { items } = await api.database.people.list({ limit: 500 });
    const [first, ...others] = items
      .filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null)
      .reverse();
    for (const { id } of others) await api.database.people.change(id, { role: 'viewer' }, 'tester');
    for (const json of [{ disabled: true }, { role: 'viewer' }]) {
      expect(await api.send('PATCH', `/api/v1/people/${first!.id}`, { json })).toMatchObject({
        status: 409,
        body: { code: 'invalid_state', detail: expect.stringMatching(/last admin/) },
      });
    }
    const second = await personOf(api, 'admin');
    const removals = await Promise.allSettled([
      api.database.people.change(first!.id, { role: 'viewer' }, 'tester'),
      api.database.people.change(second.person.id, { role: 'viewer' }, 'tester'),
    ]);
    expect(removals.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const kept = removals[0]!.status === 'rejected' ? first! : second.person;
    for (const id of [first!.id, second.person.id]) {
      if (id !== kept.id) await api.database.people.change(id, { role: 'admin' }, 'tester');
    }
  });

  it.each([
    [{ login: 'Upper', name: 'x', role: 'viewer' }],
    [{ login: 'registry-promotion', name: 'x', role: 'viewer' }],
    [{ login: 'a b', name: 'x', role: 'viewer' }],
    [{ login: 'ok', name: ' ', role: 'viewer' }],
    [{ login: 'ok', name: 'x', role: 'root' }],
    [{ login: 'ok', name: 'x', role: 'viewer', passwordHash: 'x' }],
  ])('%j is refused', async (json) => {
    expect(await api.send('POST', '/api/v1/people', { json })).toMatchObject({
      status: 400,
      body: { code: 'invalid_argument' },
    });
  });

  it('an unknown one is 404', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['POST', '/sign-in-links'],
      ['DELETE', '/sessions'],
      ['GET', '/keys'],
    ] as const) {
      const options = method === 'PATCH' ? { json: { name: 'x' } } : {};
      expect((await api.send(method, `/api/v1/people/${UNKNOWN}${path}`, options)).status).toBe(404);
    }
  });
});

describe('the audit trail', () => {
  it('says who did what through what, with what was before and is after', async () => {
    const { person } = await addPerson('promoted');
    await api.send('PATCH', `/api/v1/people/${person.id}`, { json: { role: 'data' } });
    const { body } = await api.send('GET', `/api/v1/audit?subjectId=${person.id}`);
    const [changed, , added] = body.items;
    expect(changed).toMatchObject({
      actor: 'tester',
      actorId: expect.any(String),
      via: expect.stringMatching(/^antidote_[a-z0-9]{8}$/),
      action: 'account.changed',
      before: { role: 'viewer' },
      after: { role: 'data' },
    });
    expect(added).toMatchObject({
      action: 'account.added',
      before: null,
      after: { login: 'promoted', role: 'viewer' },
    });
  });

  it('names the session’s person on what they make', async () => {
    const { person } = await addPerson('author', 'data');
    const { headers } = await signInByLink(api, person);
    const csv = 'a,label\n1,x\n2,y\n3,x\n';
    const made = await api.send('POST', '/api/v1/datasets', { as: null, headers, json: { name: 'authored', csv } });
    expect(made).toMatchObject({ status: 201, body: { createdBy: 'author' } });
    const { body } = await api.send('GET', '/api/v1/audit?action=version.registered&actor=author');
    expect(body.items).toMatchObject([{ actorId: person.id, via: 'session', details: { dataset: 'authored' } }]);
  });

  it('is exported as JSON lines and as CSV in which no cell is a formula', async () => {
    const name = '=HYPERLINK("http://elsewhere.example")';
    await api.send('POST', '/api/v1/people', { json: { login: 'formula', name, role: 'viewer' } });
    const lines = await api.send('GET', '/api/v1/audit/export?action=account.added');
    expect(lines.headers['content-disposition']).toBe('attachment; filename="audit.jsonl"');
    const events = String(lines.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ action: 'account.added', after: { name } });
    const csv = await api.send('GET', '/api/v1/audit/export?action=account.added&format=csv');
    const rows = String(csv.body).trim().split('\r\n');
    expect(rows[0]).toBe('at,actor,actorId,via,action,subject,subjectId,details,before,after,id');
    expect(rows).toHaveLength(events.length + 1);
    expect(csv.body).not.toMatch(/(^|,)"?[=+\-@]/m);
  });

  it('is filtered by time, and refuses what is no time', async () => {
    const { body } = await api.send('GET', '/api/v1/audit?to=2000-01-01T00:00:00Z');
    expect(body.items).toEqual([]);
    expect((await api.send('GET', '/api/v1/audit?from=yesterday')).status).toBe(400);
    expect((await api.send('GET', '/api/v1/audit?actor=%00')).status).toBe(400);
  });

  it('refuses to be changed, whoever asks the database', async () => {
    for (const statement of [
      'UPDATE "AuditEvent" SET actor = \'x\'',
      'DELETE FROM "AuditEvent"',
      'TRUNCATE "AuditEvent"',
    ]) {
      await expect(query(statement)).rejects.toThrow(/append-only/);
    }
  });

  it('holds no secret', async () => {
    const { signIn: invitation } = await addPerson('secretive');
    const trail = JSON.stringify((await query('SELECT * FROM "AuditEvent"')).rows);
    expect(trail).not.toContain(invitation.link);
    expect(trail).not.toContain('argon2');
    expect(trail).not.toMatch(/antidote_[a-z0-9]{8}_/);
  });
});
