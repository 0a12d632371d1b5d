import { listDatasets } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const dataList = defineCommand({
  flags: {},

  async run() {
    const connection = await connect(readConfig());
    const { client } = connection;
    const datasets = await everyPage(connection, (cursor) => listDatasets({ client, query: { cursor, limit: 500 } }));
    const rows = datasets.map(({ name, target, versionCount, latest }) => [
      name,
      target,
      versionCount,
      latest.rows,
      latest.digest.slice(0, 8),
    ]);
    return {
      text:
        rows.length > 0
          ? columns(['dataset', 'target', 'versions', 'rows', 'latest'], rows)
          : 'no datasets yet: antidote data add FILE\n',
      json: { datasets },
    };
  },
});
