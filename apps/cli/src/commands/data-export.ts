import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportVersion, exportWholeVersion, getVersion } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';

export const dataExport = defineCommand({
  positionals: ['VERSION'],
  flags: {
    out: text('file to write; else NAME-DIGEST.csv', { placeholder: 'FILE' }),
    spreadsheet: toggle('for spreadsheets: texts that one would compute begin with an apostrophe'),
    whole: toggle('with the values of sensitive columns, which goes on record; else they are hidden'),
    force: toggle('write over an existing file'),
  },

  async run({ out, spreadsheet, whole, force }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const path = { id: await versionIdOf(connection, ref!) };
    const version = await answerOf(connection, getVersion({ client, path }));
    const target = out ?? `${version.dataset}-${version.digest.slice(0, 8)}.csv`;
    const query = { spreadsheet: spreadsheet ? ('true' as const) : ('false' as const) };
    const content = await answerOf(
      connection,
      (whole ? exportWholeVersion : exportVersion)({ client, path, query, parseAs: 'stream' }),
    );
    await save(content as unknown as ReadableStream<Uint8Array>, target, force);
    const { id, rows, digest } = version;
    const hidden = whole ? [] : version.sensitive;
    const note = hidden.length === 0 ? '' : `, values of ${hidden.join(', ')} hidden (--whole shows them)`;
    return { text: `${target}: ${rows} rows${note}\n`, json: { file: target, rows, versionId: id, digest, hidden } };
  },
});

/** @throws DomainError `output_exists`, `output_unwritable`, `service_unavailable` when the stream breaks off */
async function save(content: ReadableStream<Uint8Array>, target: string, force: boolean): Promise<void> {
  let opened = false;
  try {
    const file = createWriteStream(target, { flags: force ? 'w' : 'wx' }).once('open', () => (opened = true));
    await pipeline(Readable.fromWeb(content as never), file);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new DomainError('output_exists', `${target} exists; give --force to write over it, or another --out.`);
    }
    // Half a file looks like a whole one.
    if (opened) await rm(target, { force: true });
    throw new DomainError(
      opened ? 'service_unavailable' : 'output_unwritable',
      `${target} was not written: ${message}.`,
      {},
      { cause },
    );
  }
}
