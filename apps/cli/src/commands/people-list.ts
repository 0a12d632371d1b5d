import { listPeople } from '@antidote/api-client';
import { columns } from '../command-line/columns.js';
import { defineCommand } from '../command-line/command.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const peopleList = defineCommand({
  flags: {},

  async run() {
    const connection = await connect(readConfig());
    const { client } = connection;
    const people = await everyPage(connection, (cursor) => listPeople({ client, query: { cursor, limit: 500 } }));
    const rows = people.map(({ login, name, kind, role, disabledAt, createdBy }) => [
      login,
      name,
      kind,
      role,
      disabledAt === null ? 'active' : 'disabled',
      createdBy,
    ]);
    return { text: columns(['login', 'name', 'kind', 'role', 'state', 'added by'], rows), json: { people } };
  },
});
