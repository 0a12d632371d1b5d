import { listReviews } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { readConfig } from '../config.js';
import { connect, everyPage } from '../server/connect.js';

export const reviewStatus = defineCommand({
  flags: {},

  async run() {
    const connection = await connect(readConfig());
    const { client } = connection;
    const reviews = await everyPage(connection, (cursor) => listReviews({ client, query: { cursor, limit: 500 } }));
    const rows = reviews.map((review) => [
      review.id,
      review.dataset,
      review.state,
      review.items,
      review.decided,
      review.kept,
      review.relabelled,
      review.dropped,
    ]);
    return {
      text:
        rows.length > 0
          ? columns(['review', 'dataset', 'state', 'rows', 'decided', 'kept', 'relabelled', 'dropped'], rows)
          : 'no reviews yet\n',
      json: { reviews },
    };
  },
});
