import { emptyPatch, Random } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { cellText, numberText } from './cell-text.js';
import { classesPresent } from './classes-present.js';
import { standardDeviation } from './distance.js';
import { ROWS, STREAM, VALUES } from './streams.js';
import { availability } from './taxonomy.js';
import { otherClasses } from './uniform.js';
import { writableColumns } from './writable-columns.js';
import { isWithin, writableRanges } from './writable-ranges.js';

/** Largest change of a number, in standard deviations of its column. */
const JITTER = 0.02;

/**
 * Adds near-copies of rows with another label, all equally likely. Numbers move by at most 0.02 standard deviations,
 * whole numbers in columns of whole numbers not at all, nor does one leave the range allowed; categories stay. Rows are drawn without replacement until all have
 * been, then again.
 */
export const wrongLabelDuplicates: Attack = {
  title: 'Wrong-label duplicates',
  summary: 'Near-copies of rows are added under another label, so that one observation speaks for two classes.',
  goal: 'availability',
  family: 'duplicate',
  knowledge: 'some of the training data',
  taxonomy: availability('Koh, Steinhardt & Liang, Stronger Data Poisoning Attacks (Machine Learning 2022)'),
  takes: ['columns', 'ranges'],
  plan({ table, count, reachable, seed, options, firstNewRowId }) {
    const present = classesPresent(table);
    const writable = new Set(writableColumns(table, options.columns));
    const ranges = writableRanges(table, options.ranges);
    const scale = new Map(
      table.features.map((column) => {
        const moves = writable.has(column) && column.kind === 'numeric' && !column.values.every(isWholeOrMissing);
        return [column, moves ? JITTER * standardDeviation(column.values) : 0];
      }),
    );
    const parents: number[] = [];
    for (let lap = 0; parents.length < count; lap++) {
      const drawn = new Random(seed, STREAM['wrong-label-duplicates'], ROWS, lap).shuffle(reachable.slice());
      parents.push(...drawn.subarray(0, count - parents.length));
    }
    const labels = otherClasses(table, parents, present, seed, STREAM['wrong-label-duplicates']);
    return {
      patch: {
        ...emptyPatch(),
        add: parents.map((parent, i) => {
          const random = new Random(seed, STREAM['wrong-label-duplicates'], VALUES, i);
          return {
            row: firstNewRowId + i,
            label: table.target.classes[labels[i]!]!,
            values: table.features.map((column) => {
              const step = (2 * random.uniform() - 1) * scale.get(column)!;
              return step === 0 ||
                column.kind !== 'numeric' ||
                !isWithin(ranges.get(column.name), column.values[parent]! + step)
                ? cellText(column, parent)
                : numberText(column.values[parent]! + step);
            }),
            ...(table.context && {
              context: table.context.map((column) => (column.role === 'id' ? '' : cellText(column, parent))),
            }),
            parents: [table.rowIds[parent]!],
          };
        }),
      },
    };
  },
};

const isWholeOrMissing = (value: number) => Number.isNaN(value) || Number.isInteger(value);
