import { addPerson, createKeyOfService } from '@antidote/api-client';
import { capabilitiesOf, ROLES } from '@antidote/contracts';
import { defineCommand } from '../command-line/command.js';
import { choice, integer, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const peopleAdd = defineCommand({
  positionals: ['LOGIN'],
  flags: {
    name: text('the name to show; the login unless given', { placeholder: 'NAME' }),
    role: choice('what the account may do', ROLES, 'viewer'),
    service: toggle('a service account: it has a key, printed once, and never signs in'),
    days: integer('with --service: how long its key holds', { min: 1, max: 366, default: 90, placeholder: 'DAYS' }),
  },
  notes:
    'Prints a link that signs the person in once, within three days: hand it over on a way that nobody else reads.',

  async run({ name, role, service, days }, _terminal, [login]) {
    const connection = await connect(readConfig());
    const { apiUrl, client } = connection;
    const body = { login: login!, name: name ?? login!, role, kind: service ? 'service' : 'person' } as const;
    const added = await answerOf(connection, addPerson({ client, body }));
    const { person, signIn } = added;
    if (signIn !== null) {
      const url = `${apiUrl.replace(/\/+$/, '')}${signIn.path}`;
      return {
        text: `${person.login} (${person.role})\n${url}\nworks once, until ${signIn.expiresAt}\n`,
        json: { ...added, url },
      };
    }
    const made = await answerOf(
      connection,
      createKeyOfService({
        client,
        path: { id: person.id },
        body: { name: 'first key', scopes: capabilitiesOf(person.role), expiresInDays: days },
      }),
    );
    return {
      text: `${person.login} (${person.role}), a service account\n${made.secret}\nshown this once; holds until ${made.key.expiresAt}\n`,
      json: { ...added, ...made },
    };
  },
});
