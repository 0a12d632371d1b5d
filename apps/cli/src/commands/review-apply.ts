import { createRun } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { waitForRun } from '../server/wait-for-run.js';

export const reviewApply = defineCommand({
  positionals: ['REVIEW'],
  flags: {},
  notes: 'The review must be finished. The cleaned version has the reviewed version and the review as parents.',

  async run(_values, terminal, [reviewId]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const { id } = await answerOf(
      connection,
      createRun({ client, body: { kind: 'apply-review', reviewId: reviewId! } }),
    );
    const run = await waitForRun(connection, id, terminal);
    return { text: `cleaned version ${run.outputVersionId} of ${run.dataset}\n`, json: run };
  },
});
