import { existsSync } from 'node:fs';
import { createRun, getValidation, proposeExpectations as proposeVersionExpectations } from '@antidote/api-client';
import { VersionRef, type Expectations } from '@antidote/contracts';
import { featureHashes } from '@antidote/data-versioning';
import { classCounts, DomainError, type Table } from '@antidote/tabular';
import { profile, proposeExpectations, validateTable } from '@antidote/validation';
import { stringify } from 'yaml';
import { defineCommand, type Outcome, type Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { findingsText } from '../files/findings-text.js';
import { readExpectations } from '../files/read-expectations.js';
import { readTable } from '../files/read-table.js';
import { answerOf, connect, type Connection } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { validationText } from '../server/validation-text.js';
import { waitForRun } from '../server/wait-for-run.js';

const column = (describe: string) => text(describe, { placeholder: 'COLUMN' });
/** Flags that say of a file what the server knows of a version. */
const OF_FILES = ['previous', 'testPath', 'target', 'id', 'source', 'time', 'group'] as const;

export const dataValidate = defineCommand({
  positionals: ['SUBJECT'],
  flags: {
    expectations: text('YAML file of declared expectations', { placeholder: 'FILE' }),
    propose: toggle('print expectations that the file or version meets, as YAML, instead of checking it'),
    previous: text('file of the version before: drift against it is checked', { placeholder: 'FILE' }),
    testPath: text('file of test rows: rows that are in both are found', { placeholder: 'FILE' }),
    target: column('the label column; else the first named label, target, class or species, else the last'),
    id: column('column that identifies a row'),
    source: column('column that says where a row came from: annotator, batch, supplier'),
    time: column('column that says when'),
    group: column('column that says which rows belong together'),
    seed: SEED,
  },
  notes: `SUBJECT is a file of CSV, JSON Lines or Parquet, plain or in gzip, and no server is needed; or a VERSION, which the server validates again, against what is expected of its dataset or --expectations.
Exit code 1 when a finding blocks; warnings do not.
Example: antidote data validate data.csv --source annotator --expectations expectations.yaml`,

  async run(values, terminal, [subject]) {
    const expectations = values.expectations ? await readExpectations(values.expectations) : undefined;
    if (!existsSync(subject!) && VersionRef.safeParse(subject).success) {
      const given = OF_FILES.find((flag) => values[flag] !== undefined);
      return validateVersion(subject!, { seed: values.seed, expectations, propose: values.propose, given }, terminal);
    }
    const { id, source, time, group, target, seed } = values;
    const roles = { id, source, time, group };
    const table = await readTable(subject!, { target, roles });
    if (values.propose) {
      const { classes, codes } = table.target;
      const rows = classCounts(codes, classes.length);
      const facts = { rows: table.rowCount, classes: classes.map((label, code) => ({ label, rows: rows[code]! })) };
      const proposed = proposeExpectations(facts, profile(table));
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

interface Asked {
  seed: number;
  expectations: Expectations | undefined;
  propose: boolean;
  /** A flag that speaks of files. */
  given: (typeof OF_FILES)[number] | undefined;
}

/** On the server, where the version is. */
async function validateVersion(ref: string, { given, propose, ...asked }: Asked, terminal: Terminal): Promise<Outcome> {
  if (given !== undefined) {
    const flag = given === 'testPath' ? 'test_path' : given;
    throw new DomainError(
      'invalid_argument',
      `--${flag} speaks of a file, and there is no file ${ref}; of a version the server knows it. Correct the path, or leave --${flag} out.`,
    );
  }
  const { connection, versionId } = await findVersion(ref);
  const { client } = connection;
  if (propose) {
    const proposed = await answerOf(connection, proposeVersionExpectations({ client, path: { id: versionId } }));
    return { text: proposed.yaml, json: proposed.expectations };
  }
  const run = await answerOf(connection, createRun({ client, body: { kind: 'validate', versionId, ...asked } }));
  await waitForRun(connection, run.id, terminal);
  const validation = await answerOf(connection, getValidation({ client, path: { id: versionId } }));
  return {
    text: validationText(validation),
    json: validation,
    exitCode: validation.validation?.verdict === 'block' ? EXIT.refused : EXIT.done,
  };
}

/** What is no version may be a file's name gone wrong. */
async function findVersion(ref: string): Promise<{ connection: Connection; versionId: string }> {
  try {
    const connection = await connect(readConfig());
    return { connection, versionId: await versionIdOf(connection, ref) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(error.code, `there is no file ${ref}; as a version: ${error.message}`, {}, { cause: error });
  }
}
