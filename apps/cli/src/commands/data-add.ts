import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { uploadDataset } from '@antidote/api-client';
import { hashFile, readBytes } from '@antidote/dataset-io';
import { defineCommand } from '../command-line/command.js';
import { text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

const column = (describe: string) => text(describe, { placeholder: 'COLUMN' });

export const dataAdd = defineCommand({
  positionals: ['FILE'],
  flags: {
    name: text('name of the dataset; an existing name gets a new version. From the file unless given', {
      placeholder: 'NAME',
    }),
    target: column('the label column; else the first named label, target, class or species, else the last'),
    id: column('the column with the identifier of the row; no feature'),
    source: column('the column that says where the row came from: annotator, batch, supplier; no feature'),
    time: column('the column that says when the row came about; no feature'),
    group: column('the column that says which rows belong together; no feature'),
    schema: text('declared schema: columns with type, role and whether they are sensitive, as YAML or JSON', {
      placeholder: 'FILE',
    }),
    quarantineBadRows: toggle('leave rows with too few or too many cells out, counted, instead of refusing the file'),
  },

  async run({ schema: schemaPath, ...flags }, _terminal, [path]) {
    // The hash of what lies on the disk goes first: a file cut short on the way is refused.
    const sha256 = await hashFile(path!);
    const schema = schemaPath === undefined ? undefined : Buffer.from(await readBytes(schemaPath)).toString('utf8');
    const connection = await connect(readConfig());
    const file = new File([await openAsBlob(path!)], basename(path!));
    const { name, target, id, source, time, group, quarantineBadRows } = flags;
    const upload = { name, target, id, source, time, group, quarantineBadRows, schema, sha256, file };
    const dataset = await answerOf(connection, uploadDataset(upload, connection.client));
    const { latest } = dataset;
    return {
      text: `${dataset.name}: version ${latest.digest.slice(0, 8)}, ${latest.rows} rows, ${latest.classes.length} classes of ${latest.target}\nversion id ${latest.id}\n`,
      json: dataset,
    };
  },
});
