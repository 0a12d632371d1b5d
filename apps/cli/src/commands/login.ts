import { hostname } from 'node:os';
import { createKey, createSignInLink, getAccount, signIn, signOut } from '@antidote/api-client';
import type { Account, NewApiKey } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { integer, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, clientOf, connect, type Connection } from '../server/connect.js';
import { keepKey } from '../server/credentials.js';
import { readSecret } from '../server/read-secret.js';

export const login = defineCommand({
  flags: {
    user: text('sign in by password, asked for or read from stdin, and keep a key for this machine', {
      placeholder: 'LOGIN',
    }),
    key: toggle('keep an API key, asked for or read from stdin, for this machine'),
    days: integer('with --user: how long the key holds', { min: 1, max: 366, default: 90, placeholder: 'DAYS' }),
  },
  notes:
    'Without --user and --key: prints a link that signs a browser in once, for who this machine is signed in as. On the machine of the local stack that is the first account. ANTIDOTE_API_URL names another server; ANTIDOTE_API_KEY goes before kept keys.',

  async run({ user, key, days }) {
    const config = readConfig();
    const connection = await connect(config);
    if (user !== undefined && key) {
      throw new DomainError('invalid_argument', '--user and --key are two ways to sign in; give one.');
    }
    if (user === undefined && !key) return browserLink(connection);
    const secret = key ? await readSecret('API key') : (await keyByPassword(connection.apiUrl, user!, days)).secret;
    const known = { ...connection, client: clientOf(connection.apiUrl, secret) };
    const account = await answerOf<Account>(known, getAccount({ client: known.client }));
    const file = await keepKey(config.home, connection.apiUrl, secret);
    const { login, role } = account.person;
    return { text: `signed in as ${login} (${role}) at ${connection.apiUrl}; the key is in ${file}\n`, json: account };
  },
});

async function browserLink(connection: Connection) {
  const { path, expiresAt } = await answerOf(connection, createSignInLink({ client: connection.client }));
  const url = `${connection.apiUrl.replace(/\/+$/, '')}${path}`;
  return { text: `${url}\nworks once, until ${expiresAt}\n`, json: { url, expiresAt } };
}

/** Signs in, makes a key that may do what the account may, and signs out. */
async function keyByPassword(apiUrl: string, user: string, expiresInDays: number): Promise<NewApiKey> {
  const password = await readSecret(`Password of ${user}`);
  const connection = { apiUrl, client: clientOf(apiUrl, null) };
  let cookie = '';
  connection.client.interceptors.response.use((response) => {
    cookie ||= response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return response;
  });
  const account = await answerOf<Account>(
    connection,
    signIn({ client: connection.client, body: { login: user, password } }),
  );
  const asked = { client: connection.client, headers: { cookie, 'x-csrf-token': account.csrfToken! } };
  const body = { name: `command line on ${hostname()}`.slice(0, 100), scopes: account.capabilities, expiresInDays };
  const made = await answerOf<NewApiKey>(connection, createKey({ ...asked, body }));
  await signOut(asked);
  return made;
}
