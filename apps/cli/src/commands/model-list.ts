import { listModels } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const modelList = defineCommand({
  flags: { dataset: text('only models of this dataset', { placeholder: 'NAME' }) },

  async run({ dataset }) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const models = await everyPage(connection, (cursor) =>
      listModels({ client, query: { cursor, limit: 500, dataset } }),
    );
    const rows = models.map(({ id, dataset, versionKind, kind, metrics, labelsUsed, registered }) => [
      id,
      dataset,
      versionKind,
      kind,
      metrics.accuracy.toFixed(4),
      labelsUsed,
      registered ? `${registered.name} v${registered.version} ${registered.aliases.join(', ')}`.trim() : '',
    ]);
    return {
      text:
        rows.length > 0
          ? columns(['model', 'dataset', 'data', 'kind', 'accuracy', 'scored on', 'registered'], rows)
          : 'no models yet\n',
      json: { models },
    };
  },
});
