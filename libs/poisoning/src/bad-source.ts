import { DomainError, Random, sourceColumn } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { classesPresent } from './classes-present.js';
import { flips } from './flips.js';
import { ROWS, STREAM, VALUES } from './streams.js';
import { availability } from './taxonomy.js';
import { otherClasses } from './uniform.js';

/**
 * All flips in the rows of one source, drawn among those with rows enough unless `sources` names some. A budget
 * of 5 % of the table can be every row of a source.
 */
export const badSource: Attack = {
  title: 'One bad source',
  summary: 'One annotator, batch or supplier gives wrong labels; all other sources are as they were.',
  goal: 'availability',
  family: 'source',
  knowledge: 'nothing',
  taxonomy: availability('Dekel & Shamir, Vox Populi: Collecting High-Quality Labels from a Crowd (COLT 2009)'),
  takes: [],
  plan({ table, count, reachable, seed, options }) {
    const present = classesPresent(table);
    const source = sourceColumn(table);
    if (source === null) {
      throw new DomainError(
        'invalid_argument',
        'One bad source needs a table with a source column; name it with --source, or take another attack.',
      );
    }
    const rowsOf = source.names.map((_, code) => reachable.filter((position) => source.codes[position] === code));
    const enough = [...source.names.keys()].filter((code) => rowsOf[code]!.length >= Math.max(1, count));
    if (options.sources === undefined && enough.length === 0) {
      const most = Math.max(0, ...rowsOf.map(({ length }) => length));
      throw new DomainError(
        'limit_exceeded',
        `${count} rows of one source are to be flipped, but the largest source has ${most}; lower the budget.`,
        { budget: count, rows: most },
      );
    }
    const pool = options.sources
      ? reachable
      : rowsOf[enough[new Random(seed, STREAM['bad-source'], VALUES).below(enough.length)]!]!;
    const drawn = new Random(seed, STREAM['bad-source'], ROWS).sample(pool.length, count);
    const positions = drawn.map((index) => pool[index]!);
    return { patch: flips(table, positions, otherClasses(table, positions, present, seed, STREAM['bad-source'])) };
  },
};
