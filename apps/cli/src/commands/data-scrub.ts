import { scrub } from '@antidote/api-client';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const dataScrub = defineCommand({
  flags: {},
  notes:
    'Damaged files are put aside and never served; registering the same file again brings them back. Exit code 1 then.',

  async run() {
    const connection = await connect(readConfig());
    const report = await answerOf(connection, scrub({ client: connection.client }));
    const { checkedBlobs, checkedBytes, damage } = report;
    const lines = damage.map(({ sha256, state, references }) => {
      const touched = references.map(({ type, id, dataset, part }) => `  ${type} ${id} of ${dataset}: ${part}\n`);
      return `${state} ${sha256}\n${touched.join('') || '  nothing refers to it\n'}`;
    });
    const verdict = damage.length === 0 ? 'sound' : `${damage.length} damaged or missing`;
    lines.push(`${checkedBlobs} files, ${checkedBytes} bytes read: ${verdict}\n`);
    return { text: lines.join(''), json: report, exitCode: damage.length === 0 ? EXIT.done : EXIT.refused };
  },
});
