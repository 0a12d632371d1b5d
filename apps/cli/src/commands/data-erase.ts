import { eraseRows } from '@antidote/api-client';
import { columns } from '../command-line/columns.js';
import { counted } from '../command-line/counted.js';
import { defineCommand } from '../command-line/command.js';
import { numbers, required, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';

export const dataErase = defineCommand({
  positionals: ['VERSION'],
  flags: {
    rows: required(
      numbers('rows to erase, counted from 0 in the registered file', { min: 0, max: 2 ** 31 - 1, default: [] }),
    ),
    reason: required(text('why, 10 characters or more; kept', { placeholder: 'TEXT' })),
    dryRun: toggle('show what it would touch, and change nothing'),
  },
  notes: 'The values are destroyed in every version of the registered file, for good; tombstones stay in their place.',

  async run({ rows, reason, dryRun }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const body = { versionId: await versionIdOf(connection, ref!), rows, reason, dryRun };
    const erasure = await answerOf(connection, eraseRows({ client: connection.client, body }));
    const { versionIds, destroyedBlobs, models, retiredSets, remains } = erasure;
    const did = dryRun ? 'would rewrite' : 'rewrote';
    const lines = [
      `${did} ${counted(versionIds.length, 'version')}; files with the values ${dryRun ? 'to destroy' : 'destroyed'}: ${destroyedBlobs}\n`,
    ];
    if (retiredSets.length > 0) {
      const goes = dryRun ? 'would go' : 'went';
      lines.push(`trusted set ${retiredSets.join(', ')} holds such a row and ${goes} out of use: draw another\n`);
    }
    if (models.length > 0) {
      lines.push(
        columns(
          ['trained on them', 'when', 'id'],
          models.map(({ label, at, id }) => [label, at, id]),
        ),
      );
    }
    return { text: [...lines, ...remains.map((one) => `remains: ${one}\n`)].join(''), json: erasure };
  },
});
