import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { getValidation, registerDataset, uploadDataset } from '@antidote/api-client';
import type { Dataset, VersionValidation } from '@antidote/contracts';
import { hashFile, readBytes } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';
import { defineCommand, type Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { list, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect, type Connection } from '../server/connect.js';
import { validationText } from '../server/validation-text.js';
import { waitForRun } from '../server/wait-for-run.js';

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
    sensitive: list('columns whose values are hidden from now on, in every version of the dataset', {
      placeholder: 'COLUMN,...',
    }),
    schema: text('declared schema: columns with type, role and whether they are sensitive, as YAML or JSON', {
      placeholder: 'FILE',
    }),
    sha256: text('of a FILE that is an address: what it hashes to; another hash is refused', { placeholder: 'HEX' }),
    noWait: toggle('do not wait for what validation says'),
    quarantineBadRows: toggle('leave rows with too few or too many cells out, counted, instead of refusing the file'),
  },

  notes:
    'FILE may be an https:// address of the public internet, which the server fetches.\nWaits for the validation of the version. Exit code 1 when a finding blocks: the version is kept, in quarantine.',

  // What the command line itself understands is no field of the request.
  async run({ schema: schemaPath, noWait, json: _json, help: _help, ...given }, terminal, [path]) {
    const schema = schemaPath === undefined ? undefined : Buffer.from(await readBytes(schemaPath)).toString('utf8');
    const fields = { ...given, schema };
    const send = /^https?:/i.test(path!) ? sendAddress : sendFile;
    const { connection, dataset } = await send(path!, fields);
    const { latest } = dataset;
    const version = `${dataset.name}: version ${latest.digest.slice(0, 8)}, ${latest.rows} rows, ${latest.classes.length} classes of ${latest.target}\nversion id ${latest.id}\n`;
    if (noWait) return { text: version, json: dataset };
    const validation = await validated(connection, latest.id, terminal);
    return {
      text: version + validationText(validation),
      json: { ...dataset, validation },
      exitCode: validation.quarantined ? EXIT.refused : EXIT.done,
    };
  },
});

interface Fields {
  name: string | undefined;
  target: string | undefined;
  id: string | undefined;
  source: string | undefined;
  time: string | undefined;
  group: string | undefined;
  sensitive: string[] | undefined;
  schema: string | undefined;
  sha256: string | undefined;
  quarantineBadRows: boolean;
}

interface Sent {
  connection: Connection;
  dataset: Dataset;
}

async function sendFile(path: string, { sha256: wanted, ...fields }: Fields): Promise<Sent> {
  // The hash of what lies on the disk goes first: a file cut short on the way is refused.
  const sha256 = wanted ?? (await hashFile(path));
  const connection = await connect(readConfig());
  const file = new File([await openAsBlob(path)], basename(path));
  const { sensitive, ...rest } = fields;
  const upload = { ...rest, sensitive: sensitive?.join(','), sha256, file };
  return { connection, dataset: await answerOf(connection, uploadDataset(upload, connection.client)) };
}

async function sendAddress(url: string, { name, ...fields }: Fields): Promise<Sent> {
  if (name === undefined) {
    throw new DomainError('invalid_argument', 'The dataset of an address has no name yet; give one: --name NAME.');
  }
  const connection = await connect(readConfig());
  const body = { name, url, ...fields };
  return { connection, dataset: await answerOf(connection, registerDataset({ client: connection.client, body })) };
}

/** What validation says of a version, once it has said it. */
async function validated(connection: Connection, id: string, terminal: Terminal): Promise<VersionValidation> {
  const read = () => answerOf(connection, getValidation({ client: connection.client, path: { id } }));
  const { state, runId } = await read();
  try {
    if (state === 'pending') await waitForRun(connection, runId!, terminal);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'service_unavailable') throw error;
    // The version is there all the same.
    terminal.note(error.message);
  }
  return read();
}
