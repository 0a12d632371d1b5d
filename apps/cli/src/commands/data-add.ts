import { basename } from 'node:path';
import { uploadDataset } from '@antidote/api-client';
import { readCsvFile } from '@antidote/dataset-io';
import { defineCommand } from '../command-line/command.js';
import { text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const dataAdd = defineCommand({
  positionals: ['FILE'],
  flags: {
    name: text('name of the dataset; an existing name gets a new version. From the file unless given', {
      placeholder: 'NAME',
    }),
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
  },

  async run({ name, target }, _terminal, [path]) {
    const { bytes } = await readCsvFile(path!);
    const connection = await connect(readConfig());
    const file = new File([new Uint8Array(bytes)], basename(path!), { type: 'text/csv' });
    const dataset = await answerOf(connection, uploadDataset({ file, name, target }, connection.client));
    const { latest } = dataset;
    return {
      text: `${dataset.name}: version ${latest.digest.slice(0, 8)}, ${latest.rows} rows, ${latest.classes.length} classes of ${latest.target}\nversion id ${latest.id}\n`,
      json: dataset,
    };
  },
});
