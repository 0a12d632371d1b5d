import { listPromotions } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const modelHistory = defineCommand({
  flags: { model: text('only promotions of this model', { placeholder: 'MODEL' }) },

  async run({ model }) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const promotions = await everyPage(connection, (cursor) =>
      listPromotions({ client, query: { cursor, limit: 500, modelId: model } }),
    );
    const rows = promotions.map((one) => [
      one.requestedAt,
      one.requestedBy,
      `${one.registeredModel}@${one.alias}`,
      one.modelVersion ?? '',
      one.state,
      one.modelId,
      one.reason.replace(/\s+/g, ' '),
    ]);
    return {
      text:
        rows.length > 0
          ? columns(['when', 'who', 'alias', 'version', 'state', 'model', 'reason'], rows)
          : 'no promotions yet\n',
      json: { promotions },
    };
  },
});
