import { changePerson, listPeople } from '@antidote/api-client';
import { ROLES, type Role } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect, everyPage } from '../server/connect.js';

export const peopleChange = defineCommand({
  positionals: ['LOGIN'],
  flags: {
    role: text(`another role: ${ROLES.join(', ')}`, { placeholder: 'ROLE' }),
    name: text('another name to show', { placeholder: 'NAME' }),
    disable: toggle('end its sessions and keys at once, and let it sign in no more'),
    enable: toggle('let it sign in again; its keys stay revoked'),
  },

  async run({ role, name, disable, enable }, _terminal, [login]) {
    if (disable && enable) throw new DomainError('invalid_argument', '--disable and --enable exclude each other.');
    if (role !== undefined && !(ROLES as readonly string[]).includes(role)) {
      throw new DomainError('invalid_argument', `--role "${role}" is unknown; there is ${ROLES.join(', ')}.`);
    }
    const connection = await connect(readConfig());
    const { client } = connection;
    const people = await everyPage(connection, (cursor) => listPeople({ client, query: { cursor, limit: 500 } }));
    const person = people.find((one) => one.login === login);
    if (!person) throw new DomainError('not_found', `no account ${login}; \`antidote people list\` shows them.`);
    const body = {
      ...(role === undefined ? {} : { role: role as Role }),
      ...(name === undefined ? {} : { name }),
      ...(disable || enable ? { disabled: disable } : {}),
    };
    const changed = await answerOf(connection, changePerson({ client, path: { id: person.id }, body }));
    const state = changed.disabledAt === null ? '' : ', disabled';
    return { text: `${changed.login} (${changed.role}${state})\n`, json: changed };
  },
});
