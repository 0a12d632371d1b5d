import { existsSync } from 'node:fs';
import { createRun, getValidation } from '@antidote/api-client';
import type { Expectations } from '@antidote/contracts';
import { featureHashes } from '@antidote/data-versioning';
import type { Table } from '@antidote/tabular';
import { profile, proposeExpectations, validateTable } from '@antidote/validation';
import { stringify } from 'yaml';
import { defineCommand, type Outcome, type Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { findingsText } from '../files/findings-text.js';
import { readExpectations } from '../files/read-expectations.js';
import { readTable } from '../files/read-table.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { validationText } from '../server/validation-text.js';
import { waitForRun } from '../server/wait-for-run.js';

const column = (describe: string) => text(describe, { placeholder: 'COLUMN' });
/** No path: what a version is named by, unless a file of that name lies here. */
const VERSION_REF = /^([a-z0-9][a-z0-9_-]*@)?[0-9a-f-]{8,64}$/i;

export const dataValidate = defineCommand({
  positionals: ['FILE'],
  flags: {
    expectations: text('YAML file of declared expectations', { placeholder: 'FILE' }),
    propose: toggle('print expectations that the file meets, as YAML, instead of checking it'),
    previous: text('file of the version before: drift against it is checked', { placeholder: 'FILE' }),
    testPath: text('file of test rows: rows that are in both are found', { placeholder: 'FILE' }),
    target: column('the label column; else the first named label, target, class or species, else the last'),
    id: column('column that identifies a row'),
    source: column('column that says where a row came from: annotator, batch, supplier'),
    time: column('column that says when'),
    group: column('column that says which rows belong together'),
    seed: SEED,
  },
  notes:
    'FILE is CSV, JSON Lines or Parquet, plain or in gzip; no server is needed. A version (digest or id) has the server validate that\nversion again, against what is expected of its dataset or --expectations. Exit code 1 when a finding blocks; warnings do not.\nExample: antidote data validate data.csv --source annotator --expectations expectations.yaml',

  async run(values, terminal, [subject]) {
    const expectations = values.expectations ? await readExpectations(values.expectations) : undefined;
    if (VERSION_REF.test(subject!) && !existsSync(subject!))
      return validateVersion(subject!, { seed: values.seed, expectations }, terminal);
    const { id, source, time, group, target, seed } = values;
    const roles = { id, source, time, group };
    const table = await readTable(subject!, { target, roles });
    if (values.propose) {
      const proposed = proposeExpectations(table, profile(table));
      return { text: stringify(proposed), json: proposed };
    }
    const test = values.testPath ? await readTable(values.testPath, { target: table.target.name }) : null;
    const report = validateTable(table, {
      seed,
      ...(expectations ? { expectations } : {}),
      previous: values.previous ? await readTable(values.previous, { target: table.target.name, roles }) : null,
      testHashes: test && featureHashes(withoutContext(test, table)),
      now: Date.now(),
    });
    for (const { code, state, note } of report.checks) {
      if (state === 'skipped' && code !== 'expectation') terminal.note(`${code}: not checked, ${note}`);
    }
    return {
      text: findingsText(report),
      json: report,
      exitCode: report.verdict === 'block' ? EXIT.refused : EXIT.done,
    };
  },
});

/** Row hashes are over features: what is context in the table is no feature in the test rows either. */
function withoutContext(test: Table, table: Table): Table {
  const context = new Set(table.context?.map(({ name }) => name));
  return { ...test, features: test.features.filter(({ name }) => !context.has(name)) };
}

/** On the server, where the version is. */
async function validateVersion(
  ref: string,
  asked: { seed: number; expectations: Expectations | undefined },
  terminal: Terminal,
): Promise<Outcome> {
  const connection = await connect(readConfig());
  const { client } = connection;
  const versionId = await versionIdOf(connection, ref);
  const run = await answerOf(connection, createRun({ client, body: { kind: 'validate', versionId, ...asked } }));
  await waitForRun(connection, run.id, terminal);
  const validation = await answerOf(connection, getValidation({ client, path: { id: versionId } }));
  return {
    text: validationText(validation),
    json: validation,
    exitCode: validation.validation?.verdict === 'block' ? EXIT.refused : EXIT.done,
  };
}
