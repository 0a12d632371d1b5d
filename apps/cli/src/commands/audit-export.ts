import { exportAuditEvents, listAuditEvents } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect, everyPage } from '../server/connect.js';

export const auditExport = defineCommand({
  flags: {
    csv: toggle('for a spreadsheet: cells that it would compute begin with an apostrophe'),
    actor: text('only what this login did', { placeholder: 'LOGIN' }),
    action: text('only this deed, such as promotion.requested', { placeholder: 'ACTION' }),
    subjectId: text('only what was done to this thing', { placeholder: 'ID' }),
    from: text('not before, such as 2026-11-21T00:00:00Z', { placeholder: 'TIME' }),
    to: text('before', { placeholder: 'TIME' }),
  },
  notes: 'Newest first. Without --csv and --json one JSON object a line.',

  async run({ csv, json, actor, action, subjectId, from, to }, terminal) {
    const filter = { actor, action, subjectId, from, to };
    const connection = await connect(readConfig());
    const { client } = connection;
    if (json) {
      const events = await everyPage(connection, (cursor) =>
        listAuditEvents({ client, query: { ...filter, cursor, limit: 500 } }),
      );
      return { text: '', json: { events } };
    }
    const query = { ...filter, format: csv ? ('csv' as const) : ('jsonl' as const) };
    const pending = exportAuditEvents({ client, query, parseAs: 'stream' });
    const stream = (await answerOf<unknown>(connection, pending)) as ReadableStream<Uint8Array>;
    const decoder = new TextDecoder();
    for await (const chunk of stream) terminal.out(decoder.decode(chunk, { stream: true }));
    return { text: '', json: null };
  },
});
