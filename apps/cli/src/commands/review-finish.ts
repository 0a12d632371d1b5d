import { completeReview } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const reviewFinish = defineCommand({
  positionals: ['REVIEW'],
  flags: {},

  async run(_values, _terminal, [id]) {
    const connection = await connect(readConfig());
    const review = await answerOf(connection, completeReview({ client: connection.client, path: { id: id! } }));
    return {
      text: `review ${review.id} is ${review.state}: ${review.kept} kept, ${review.relabelled} relabelled, ${review.dropped} dropped\n`,
      json: review,
    };
  },
});
