import { getLineage } from '@antidote/api-client';
import { columns } from '../command-line/columns.js';
import { defineCommand } from '../command-line/command.js';
import { choice, integer } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';

export const dataLineage = defineCommand({
  positionals: ['ID'],
  flags: {
    depth: integer('steps to follow', { min: 0, max: 30, default: 4 }),
    direction: choice('which way to follow', ['both', 'upstream', 'downstream'], 'both'),
  },
  notes:
    'ID is of a version, run, review, model or promotion; a version may be named by its digest. Each line stands below all that flowed into it.',

  async run({ depth, direction }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const focus = await versionIdOf(connection, ref!);
    const lineage = await answerOf(
      connection,
      getLineage({ client: connection.client, query: { focus, depth, direction } }),
    );
    const sources = new Map<string, string[]>();
    for (const { from, to } of lineage.edges) sources.set(to, [...(sources.get(to) ?? []), from]);
    const rows = lineage.nodes.map((node) => [
      node.id === lineage.focus ? `> ${node.type}` : `  ${node.type}`,
      node.label,
      node.state ?? '',
      node.digest?.slice(0, 8) ?? '',
      node.by,
      node.at,
      node.id,
      (sources.get(node.id) ?? []).join(' '),
    ]);
    const more = lineage.truncated ? 'There is more within these steps; give a smaller --depth or another ID.\n' : '';
    return {
      text: columns(['what', 'kind', 'state', 'digest', 'who', 'when', 'id', 'from'], rows) + more,
      json: lineage,
    };
  },
});
