/**
 * Gives this machine's user a way in: the first account of the workspace, a key for the command line in
 * `$ANTIDOTE_HOME/api-key` (mode 0600), and, while that account has no password, a link that signs a browser in once.
 * Prints `{ login, path }` as JSON; `path` is null where a password is set, both where the account was disabled.
 */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { capabilitiesOf, Login } from '@antidote/contracts';
import { openDatabase } from '@antidote/persistence';
import { readConfig } from './stack/config.mjs';

const LINK_MS = 60 * 60 * 1000;
const KEY_DAYS = 366;
/** A key is renewed before it fails somebody in the middle of something. */
const RENEW_MS = 30 * 24 * 60 * 60 * 1000;

const { databaseUrl, keyFile } = readConfig(process.env);
if (databaseUrl === null) {
  console.error('local-access: DATABASE_URL is not set');
  process.exit(2);
}
const database = await openDatabase({ databaseUrl });
try {
  const login = firstLogin();
  const person = await database.people.first({ login, name: login });
  if (person !== null) await keepKey(person);
  console.log(JSON.stringify({ login: person?.login ?? null, path: person && (await signInPath(person)) }));
} finally {
  await database.close();
}

async function keepKey(person) {
  const held = await readFile(keyFile, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const known = held === null ? null : await database.keys.find(held.trim());
  const scopes = capabilitiesOf(person.role);
  if (
    known !== null &&
    known.person.id === person.id &&
    known.key.revokedAt === null &&
    Date.parse(known.key.expiresAt) - Date.now() > RENEW_MS &&
    scopes.every((scope) => known.key.scopes.includes(scope))
  ) {
    return chmod(keyFile, 0o600);
  }
  const name = 'command line on this machine';
  const { secret } = await database.keys.create(person, { name, scopes, expiresInDays: KEY_DAYS }, 'stack');
  if (known?.person.id === person.id) await database.keys.revoke(person.id, known.key.id, 'stack');
  await mkdir(dirname(keyFile), { recursive: true });
  const unfinished = `${keyFile}.${process.pid}`;
  await writeFile(unfinished, `${secret}\n`, { mode: 0o600 });
  await rename(unfinished, keyFile);
}

async function signInPath(person) {
  if (person.hasPassword) return null;
  const { link } = await database.sessions.createLink(person, LINK_MS, 'stack');
  return `/sign-in#${link}`;
}

/** ANTIDOTE_USER, else the machine's own name for the user, as far as it can be a login. */
function firstLogin() {
  let name = process.env.ANTIDOTE_USER;
  try {
    name ||= userInfo().username;
  } catch {
    // A container's user id may have no name.
  }
  const login = (name ?? '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._@+-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 100);
  return Login.safeParse(login).success ? login : 'local';
}
