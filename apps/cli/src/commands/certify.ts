import { readCsvFile, refuseOutputs, renderCsv, toTable, writeOutputs } from '@antidote/dataset-io';
import { certify as certifyTable } from '@antidote/robustness';
import { labelText } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { SEED, THREADS, choice, integer, required, text, toggle } from '../command-line/flag.js';

export const certify = defineCommand({
  flags: {
    dataPath: required(text('CSV file to train on', { placeholder: 'FILE' })),
    testPath: required(text('CSV file to certify predictions of', { placeholder: 'FILE' })),
    base: choice('who votes', ['trees', 'neighbors'], 'trees'),
    parts: text(
      'parts of the training rows that vote with trees: a number from 3 to 250, or auto (about 20 rows a part)',
      {
        placeholder: 'COUNT',
        default: 'auto',
      },
    ),
    neighbors: integer('training rows that vote with neighbors', { min: 1, max: 100_000, default: 51 }),
    out: text('one line a test row: y_true,v0..vK-1,r', { placeholder: 'FILE' }),
    threads: THREADS,
    seed: SEED,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'r of a row: so many changed labels of training rows cannot change its prediction; with trees an added or removed row counts as one, a changed row as two. Certified accuracy at r is the share of test rows predicted rightly with at least that r. The vote is less accurate than a forest, which is shown beside it and certified for nothing.\nExample: antidote certify --data_path train.csv --test_path test.csv --parts 50',

  async run(values, terminal) {
    const train = await readCsvFile(values.dataPath);
    const { table, warnings } = toTable(train.document, { target: values.target });
    const test = toTable((await readCsvFile(values.testPath)).document, { target: table.target.name });
    for (const warning of warnings) terminal.note(`warning: ${warning}`);
    if (values.out) await refuseOutputs([values.out], { force: values.force });
    const parts = values.parts === 'auto' ? undefined : Number(values.parts);
    const result = certifyTable(table, test.table, {
      base: values.base,
      parts,
      neighbors: values.neighbors,
      seed: values.seed,
      threads: values.threads,
    });
    const { certificate, votes, voters, radius, classes } = result;
    if (values.out) {
      const header = ['y_true', ...Array.from({ length: voters }, (_, voter) => `v${voter}`), 'r'];
      const lines = Array.from({ length: test.table.rowCount }, (_, row) => [
        labelText(test.table, row),
        ...Array.from(votes.subarray(row * voters, (row + 1) * voters), (code) => classes[code]!),
        radius[row]!,
      ]);
      await writeOutputs(new Map([[values.out, renderCsv(header, lines)]]), { force: values.force });
    }
    const share = (value: number) => value.toFixed(3);
    const curve = columns(
      ['r', 'certified accuracy', 'balanced'],
      certificate.curve
        .filter(({ r }) => [0, 1, 2, 3, 5, 10, 20].includes(r))
        .map(({ r, accuracy, balancedAccuracy }) => [r, share(accuracy), share(balancedAccuracy)]),
    );
    const covers =
      certificate.covers === 'labels'
        ? 'covers changed labels; added, removed or changed rows are not covered'
        : 'covers changed labels, added and removed rows at 1 each, changed rows at 2';
    const who = values.base === 'trees' ? `${voters} parts of ${certificate.trainRows} rows` : `${voters} nearest rows`;
    return {
      text: `${who}; ${covers}\n${curve}a random forest, certified for nothing: ${share(certificate.forest.accuracy)} (balanced ${share(certificate.forest.balancedAccuracy)})\n${values.out ? `${values.out}: votes\n` : ''}`,
      json: { ...certificate, out: values.out ?? null, warnings },
    };
  },
});
