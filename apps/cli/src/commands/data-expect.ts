import { getExpectations, setExpectations } from '@antidote/api-client';
import { readBytes } from '@antidote/dataset-io';
import { defineCommand } from '../command-line/command.js';
import { text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { readExpectations } from '../files/read-expectations.js';
import { answerOf, connect } from '../server/connect.js';

export const dataExpect = defineCommand({
  positionals: ['DATASET'],
  flags: { set: text('YAML file of what is expected from now on', { placeholder: 'FILE' }) },
  notes:
    'Prints what is expected of the versions of a dataset. `antidote data validate FILE --propose` writes a first draft.',

  async run({ set }, _terminal, [name]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const path = { name: name! };
    let expected = await answerOf(connection, getExpectations({ client, path }));
    if (set !== undefined) {
      await readExpectations(set);
      const yaml = Buffer.from(await readBytes(set)).toString('utf8');
      const headers = { 'If-Match': `"${expected.revision}"` };
      expected = await answerOf(connection, setExpectations({ client, path, headers, body: { yaml } }));
    }
    const { revision, yaml, setBy, setAt } = expected;
    const head = revision === 0 ? '# nothing is declared\n' : `# revision ${revision}, set by ${setBy} at ${setAt}\n`;
    return { text: head + yaml.replace(/\n?$/, yaml === '' ? '' : '\n'), json: expected };
  },
});
