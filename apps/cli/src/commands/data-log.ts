import { listVersions } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const dataLog = defineCommand({
  positionals: ['DATASET'],
  flags: {},

  async run(_values, _terminal, [name]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const versions = await everyPage(connection, (cursor) =>
      listVersions({ client, path: { name: name! }, query: { cursor, limit: 500 } }),
    );
    const rows = versions.map(({ id, digest, kind, rows, changedLabels, droppedRows, createdAt, createdBy }) => [
      digest.slice(0, 8),
      kind,
      rows,
      changedLabels,
      droppedRows,
      createdAt,
      createdBy,
      id,
    ]);
    return {
      text: columns(['version', 'kind', 'rows', 'changed', 'dropped', 'when', 'who', 'id'], rows),
      json: { versions },
    };
  },
});
