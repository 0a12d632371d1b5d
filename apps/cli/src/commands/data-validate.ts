import { parseExpectations, type Expectations, type Finding } from '@antidote/contracts';
import { featureHashes } from '@antidote/data-versioning';
import { readBytes, readCsvFile, toTable } from '@antidote/dataset-io';
import { DomainError, withContext, type Table } from '@antidote/tabular';
import { profile, proposeExpectations, validateTable } from '@antidote/validation';
import { stringify } from 'yaml';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, text, toggle } from '../command-line/flag.js';

const column = (describe: string) => text(describe, { placeholder: 'COLUMN' });

export const dataValidate = defineCommand({
  positionals: ['FILE'],
  flags: {
    expectations: text('YAML file of declared expectations', { placeholder: 'FILE' }),
    propose: toggle('print expectations that the file meets, as YAML, instead of checking it'),
    previous: text('CSV file of the version before: drift against it is checked', { placeholder: 'FILE' }),
    testPath: text('CSV file of test rows: rows that are in both are found', { placeholder: 'FILE' }),
    target: column('the label column; else the first named label, target, class or species, else the last'),
    id: column('column that identifies a row'),
    source: column('column that says where a row came from: annotator, batch, supplier'),
    time: column('column that says when'),
    group: column('column that says which rows belong together'),
    seed: SEED,
  },
  notes:
    'No server needed. Exit code 1 when a finding blocks; warnings do not.\nExample: antidote data validate data.csv --source annotator --expectations expectations.yaml',

  async run(values, terminal, [path]) {
    const { id, source, time, group, target, seed } = values;
    const roles = { id, source, time, group };
    const table = await read(path!, target, roles);
    if (values.propose) {
      const proposed = proposeExpectations(table, profile(table));
      return { text: stringify(proposed), json: proposed };
    }
    const expectations = values.expectations ? await readExpectations(values.expectations) : undefined;
    const test = values.testPath ? await read(values.testPath, table.target.name, {}) : null;
    const report = validateTable(table, {
      seed,
      ...(expectations ? { expectations } : {}),
      previous: values.previous ? await read(values.previous, table.target.name, roles) : null,
      testHashes: test && featureHashes(withoutContext(test, table)),
      now: Date.now(),
    });
    const lines = report.findings.map(
      (finding) => `${finding.severity.padEnd(5)}  ${finding.message}${rowsOf(finding)}\n       ${finding.remedy}\n`,
    );
    for (const { code, state, note } of report.checks) {
      if (state === 'skipped' && code !== 'expectation') terminal.note(`${code}: not checked, ${note}`);
    }
    const rows = `${report.rowsIn} rows in = ${report.kept} kept + ${report.quarantined} quarantined`;
    return {
      text: `${lines.join('')}${report.verdict}: ${report.findings.length} findings; ${rows}\n`,
      json: report,
      exitCode: report.verdict === 'block' ? EXIT.refused : EXIT.done,
    };
  },
});

async function read(
  path: string,
  target: string | undefined,
  roles: Parameters<typeof withContext>[1],
): Promise<Table> {
  const { document } = await readCsvFile(path);
  return withContext(toTable(document, { target, allowSingleClass: true }).table, roles);
}

/** Row hashes are over features: what is context in the table is no feature in the test rows either. */
function withoutContext(test: Table, table: Table): Table {
  const context = new Set(table.context?.map(({ name }) => name));
  return { ...test, features: test.features.filter(({ name }) => !context.has(name)) };
}

async function readExpectations(path: string): Promise<Expectations> {
  const parsed = parseExpectations(new TextDecoder().decode(await readBytes(path)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new DomainError('invalid_argument', `${path} holds no valid expectations: ${where}${issue.message}.`);
}

function rowsOf({ rows, rowCount }: Finding): string {
  if (rowCount === 0) return '';
  const shown = rows.slice(0, 8).join(', ');
  return ` Rows ${shown}${rowCount > 8 ? ` and ${rowCount - 8} more` : ''}.`;
}
