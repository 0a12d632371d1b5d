import { getSheetHtml, getSheetMarkdown } from '@antidote/api-client';
import { writeOutput } from '@antidote/dataset-io';
import { defineCommand } from '../command-line/command.js';
import { choice, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';

export const dataSheet = defineCommand({
  positionals: ['VERSION'],
  flags: {
    format: choice('how it is written', ['md', 'html'], 'md'),
    out: text('file to write; else it is printed', { placeholder: 'FILE' }),
    force: toggle('write over an existing file'),
  },

  async run({ format, out, force }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const request = {
      client: connection.client,
      path: { id: await versionIdOf(connection, ref!) },
      parseAs: 'text' as const,
    };
    const sheet = await answerOf(connection, format === 'md' ? getSheetMarkdown(request) : getSheetHtml(request));
    if (out) await writeOutput(out, new TextEncoder().encode(sheet), { force });
    return { text: out ? `${out}\n` : sheet, json: { format, out: out ?? null, sheet: out ? null : sheet } };
  },
});
