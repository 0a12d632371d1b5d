import { getRecall, startRetraining } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { recallIdOf } from '../server/recall-id.js';
import { recallText } from '../server/recall-text.js';
import { waitForRun } from '../server/wait-for-run.js';

export const dataRollback = defineCommand({
  positionals: ['RECALL'],
  flags: { retrain: toggle('start the proposed trainings on the sound versions, and wait for them') },
  notes: 'Waits until the versions without the recalled data are built.',

  async run({ retrain }, terminal, [ref]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const id = await recallIdOf(connection, ref!);
    const read = () => answerOf(connection, getRecall({ client, path: { id } }));
    let recall = await read();
    for (const { runId } of recall.replacements) if (runId !== null) await waitForRun(connection, runId, terminal);
    if (retrain) {
      for (const proposal of recall.proposals) {
        const path = { id, proposalId: proposal.id };
        recall = await answerOf(connection, startRetraining({ client, path }));
      }
      for (const { runId } of recall.proposals) if (runId !== null) await waitForRun(connection, runId, terminal);
    }
    recall = await read();
    return { text: recallText(recall), json: recall };
  },
});
