import { diffVersions, getVersion } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { integer } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { diffText } from '../server/diff-text.js';

export const dataDiff = defineCommand({
  positionals: ['FROM', 'TO'],
  flags: {
    cells: integer('changed cells to show', { min: 1, max: 1000, default: 20 }),
    offset: integer('changed cells to skip', { min: 0, max: 2 ** 31 - 1, default: 0 }),
  },
  notes: 'FROM and TO are each a VERSION, of one dataset; `antidote data log NAME` lists them.',

  async run({ cells, offset }, _terminal, [from, to]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const [older, newer] = [await versionIdOf(connection, from!), await versionIdOf(connection, to!)];
    const { dataset } = await answerOf(connection, getVersion({ client, path: { id: older } }));
    const query = { from: older, to: newer, limit: cells, offset };
    const diff = await answerOf(connection, diffVersions({ client, path: { name: dataset }, query }));
    return { text: diffText(diff), json: diff };
  },
});
