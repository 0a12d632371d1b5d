import { contextColumn, type FeatureColumn } from '@antidote/tabular';
import { found } from '../rows/finding.js';
import { labelSkill } from '../rows/label-skill.js';
import { timeValues } from '../rows/time-values.js';
import { percent, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

const TELLING = 0.5;
const FEWEST_ROWS = 40;

/** Columns of times, as features or as context, that tell the label: the world, or the labelling, changed over time. */
export const timeTellsLabel: Check = ({ sample, seed }) => {
  if (sample.rowCount < FEWEST_ROWS) return { findings: [], skipped: `fewer than ${FEWEST_ROWS} rows` };
  const context = contextColumn(sample, 'time');
  const columns: FeatureColumn[] = [...sample.features, ...(context ? [context] : [])];
  const { codes, classes } = sample.target;
  const findings = columns.flatMap((column) => {
    const values = timeValues(column) ?? (column === context && column.kind === 'numeric' ? column.values : null);
    if (values === null) return [];
    const skill = labelSkill({ kind: 'numeric', name: column.name, values }, codes, classes, seed);
    if (skill < TELLING) return [];
    return [
      found(
        'time-tells-label',
        'warn',
        `The time in column ${shown(column.name)} tells the label of unseen rows (skill ${percent(skill)}).`,
        'Split by time instead of at random, and keep the time out of the features: new rows bear times that no row had.',
        { columns: [column.name], numbers: { skill } },
      ),
    ];
  });
  return { findings, note: `${sample.rowCount} rows` };
};

/** Rows that lie sorted by label: a split without shuffling would see one class only. */
export const rowOrder: Check = ({ sample, seed }) => {
  if (sample.rowCount < FEWEST_ROWS) return { findings: [], skipped: `fewer than ${FEWEST_ROWS} rows` };
  const { codes, classes } = sample.target;
  const skill = labelSkill(
    { kind: 'numeric', name: '', values: Float64Array.from(sample.rowIds) },
    codes,
    classes,
    seed,
  );
  if (skill < TELLING) return { findings: [], note: `${sample.rowCount} rows` };
  return {
    findings: [
      found(
        'row-order',
        'info',
        `The place of a row in the file tells its label (skill ${percent(skill)}): the rows are sorted, or came in blocks.`,
        'Nothing to do where splits are shuffled, as ours are; shuffle the file for tools that do not.',
        { numbers: { skill } },
      ),
    ],
    note: `${sample.rowCount} rows`,
  };
};
