import { getDataset, setSensitiveColumns } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { list, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';

export const dataSensitive = defineCommand({
  positionals: ['DATASET'],
  flags: {
    set: list('the columns whose values are hidden, in place of those before', { placeholder: 'COLUMN,...' }),
    none: toggle('hide no column any more'),
  },
  notes:
    'Without a flag it shows them. Values of these columns are hidden in every version, wherever people look at data; what\n' +
    'learns still reads them. `antidote data export --whole` shows them to whoever may, on record.',

  async run({ set, none }, _terminal, [name]) {
    if (set !== undefined && none) {
      throw new DomainError('invalid_argument', '--set and --none contradict each other; give one.');
    }
    const connection = await connect(readConfig());
    const request = { client: connection.client, path: { name: name! } };
    const columns = none ? [] : set;
    const asked = columns === undefined ? getDataset(request) : setSensitiveColumns({ ...request, body: { columns } });
    const { sensitive } = await answerOf(connection, asked);
    const text = sensitive.length === 0 ? 'no column is sensitive' : `hidden: ${sensitive.join(', ')}`;
    return { text: `${name}: ${text}\n`, json: { dataset: name, sensitive } };
  },
});
