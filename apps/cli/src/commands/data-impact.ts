import { getImpact } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { integer, text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { impactText } from '../server/impact-text.js';

export const dataImpact = defineCommand({
  flags: {
    version: text('the version in question', { placeholder: 'VERSION' }),
    row: integer('a single row of it, counted from 0 in the registered file', {
      min: 0,
      max: 2 ** 32 - 1,
      placeholder: 'ROW',
    }),
    dataset: text('with --source: the dataset', { placeholder: 'NAME' }),
    source: text('the source in question: an annotator, batch or supplier', { placeholder: 'SOURCE' }),
  },
  notes:
    'Give --version, --version and --row, or --dataset and --source. A row is looked for in every file with the same columns.',

  async run({ version, row, dataset, source }) {
    const connection = await connect(readConfig());
    const versionId = version === undefined ? undefined : await versionIdOf(connection, version);
    const impact = await answerOf(
      connection,
      getImpact({ client: connection.client, query: { versionId, row, dataset, source } }),
    );
    return { text: impactText(impact), json: impact };
  },
});
