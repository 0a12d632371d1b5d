import { findDrift } from '@antidote/validation';
import { columns } from '../command-line/columns.js';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, choice, number, required, text, toggle } from '../command-line/flag.js';
import { readTable } from '../files/read-table.js';

export const drift = defineCommand({
  flags: {
    reference: required(
      text('file to compare with: CSV, JSON Lines or Parquet, plain or in gzip', { placeholder: 'FILE' }),
    ),
    current: required(text('file that may have drifted', { placeholder: 'FILE' })),
    target: text('the label column of both; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    test: choice('how columns are compared', ['auto', 'psi'], 'auto'),
    significance: number('a p-value below it is drift of a column', { min: 0, max: 1, default: 0.05 }),
    distance: number('a distance from it upwards is drift of a column', { min: 0, max: 1000, default: 0.1 }),
    share: number('share of columns from which the file drifted', { min: 0, max: 1, default: 0.5 }),
    noClassifier: toggle('leave out the forest that tells both files apart'),
    seed: SEED,
  },
  notes:
    'Up to 1,000 reference rows: Kolmogorov-Smirnov, chi-squared or the Z-test of proportions. Above: Wasserstein per standard deviation and Jensen-Shannon. Exit code 1 when drifted: half of the columns, the label, a lost column, or a forest that tells the files apart (area under its ROC curve above .65).\nExample: antidote drift --reference last_month.csv --current this_month.csv',

  async run(values, terminal) {
    const reference = await readTable(values.reference, { target: values.target });
    const current = await readTable(values.current, { target: values.target ?? reference.target.name });
    const { significance, distance, share, test, seed } = values;
    const report = findDrift(reference, current, {
      seed,
      test,
      significance: significance!,
      distance: distance!,
      share: share!,
      classifier: !values.noClassifier,
    });
    for (const note of report.notes) terminal.note(`note: ${note}`);
    const lines = [...report.columns, ...(report.label ? [report.label] : [])].map((column) => [
      column.column,
      column.test,
      column.statistic === null ? '' : column.statistic.toFixed(4),
      column.pValue === null ? '' : column.pValue.toPrecision(3),
      column.drifted ? 'drifted' : '',
      column.note ?? '',
    ]);
    const verdict = report.drifted ? `Drifted: ${report.reasons.join('; ')}.` : 'Not drifted.';
    const auc = report.domainClassifier;
    return {
      text: `${columns(['column', 'test', 'statistic', 'p', 'drift', 'note'], lines)}${auc ? `a forest tells the files apart with an area of ${auc.auc.toFixed(3)} (${auc.threshold} is the limit)\n` : ''}${verdict}\n`,
      json: report,
      exitCode: report.drifted ? EXIT.refused : EXIT.done,
    };
  },
});
