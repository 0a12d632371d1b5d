import { getRetention, setRetention } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import { columns } from '../command-line/columns.js';
import { counted } from '../command-line/counted.js';
import { defineCommand } from '../command-line/command.js';
import { integer, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const dataRetention = defineCommand({
  positionals: ['DATASET'],
  flags: {
    days: integer('keep rows for so many days from their registration', { min: 1, max: 36_500 }),
    forever: toggle('take the rule away'),
    dryRun: toggle('show what --days would have due, and change nothing'),
  },
  notes: 'Without a flag it shows the rule. Rows that are due are erased within the hour, in every version, for good.',

  async run({ days, forever, dryRun }, _terminal, [dataset]) {
    if (days !== undefined && forever) {
      throw new DomainError('invalid_argument', '--days and --forever contradict each other; give one.');
    }
    if (dryRun && days === undefined) throw new DomainError('invalid_argument', '--dry_run wants --days.');
    const connection = await connect(readConfig());
    const request = { client: connection.client, path: { name: dataset! } };
    const asked =
      days === undefined && !forever
        ? getRetention(request)
        : setRetention({ ...request, body: { days: days ?? null, dryRun } });
    const retention = await answerOf(connection, asked);
    const kept = retention.days === null ? 'for ever' : `for ${counted(retention.days, 'day')}`;
    const due = retention.due.map((one) => [one.digest.slice(0, 8), one.registeredAt, one.rows, one.versionId]);
    const text = `${dataset}: rows ${dryRun ? 'would be' : 'are'} kept ${kept}; ${counted(due.length, 'version')} due\n`;
    return {
      text: due.length === 0 ? text : `${text}${columns(['version', 'registered', 'rows', 'id'], due)}`,
      json: retention,
    };
  },
});
