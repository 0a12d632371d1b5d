import { capabilitiesOf, type Account, type Capability, type Person, type Role } from '@antidote/contracts';
import type { TestApi } from './start-api.js';

/** Header values of a request by somebody. */
export interface Somebody {
  person: Person;
  /** `Authorization` of a key with these scopes. */
  authorization: string;
}

let added = 0;

/** A new person of a role with a key; its scopes are all that the role may do, unless told. */
export async function personOf(
  { database }: TestApi,
  role: Role,
  scopes: readonly Capability[] = capabilitiesOf(role),
): Promise<Somebody> {
  const login = `${role}-${++added}`;
  const person = await database.people.add({ login, name: login, role, kind: 'person' }, 'tester');
  const { secret } = await database.keys.create(person, { name: 'tests', scopes, expiresInDays: 1 }, 'tester');
  return { person, authorization: `Bearer ${secret}` };
}

/** A browser that signed in. */
export interface Browser {
  account: Account;
  /** What it sends with a request that reads; one that changes something needs the token too. */
  cookie: string;
  headers: { cookie: string; 'x-csrf-token': string };
}

/** Signs a browser in by a fresh link. */
export async function signInByLink(api: TestApi, person: Person): Promise<Browser> {
  const { link } = await api.database.sessions.createLink(person, 60_000, 'tester');
  return signedIn(await api.send('POST', '/api/v1/session', { as: null, json: { link } }));
}

/** The browser after an answer of 201 to a sign-in. */
export function signedIn({ headers, body }: Awaited<ReturnType<TestApi['send']>>): Browser {
  const cookie = String(headers['set-cookie']).split(';')[0]!;
  return { account: body, cookie, headers: { cookie, 'x-csrf-token': body.csrfToken } };
}
