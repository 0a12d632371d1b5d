import { DomainError, Random } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { classNamed, classesByCount } from './classes-present.js';
import { flips } from './flips.js';
import { ROWS, STREAM } from './streams.js';
import { targeted as taxonomy } from './taxonomy.js';

/** Rows of one class, drawn at random, are given one other class: the commonest and the second commonest unless named. */
export const targeted: Attack = {
  title: 'Flips of one class to another',
  summary: 'Labels of one class are changed to one other class, so that the model mistakes the first for the second.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the classes',
  taxonomy: taxonomy('Biggio, Nelson & Laskov, Support Vector Machines Under Adversarial Label Noise (ACML 2011)'),
  takes: ['sourceClass', 'targetClass'],
  plan({ table, count, reachable, seed, options: { sourceClass, targetClass } }) {
    const common = classesByCount(table);
    const to = targetClass === undefined ? undefined : classNamed(table, targetClass);
    const from = sourceClass === undefined ? common.find((code) => code !== to)! : classNamed(table, sourceClass);
    const become = to ?? common.find((code) => code !== from)!;
    const name = (code: number) => JSON.stringify(table.target.classes[code]!);
    if (become === from) {
      throw new DomainError('invalid_argument', `The source and the target class are both ${name(from)}; name two.`);
    }
    const pool = reachable.filter((position) => table.target.codes[position] === from);
    if (pool.length < count) {
      throw new DomainError(
        'limit_exceeded',
        `${count} rows of the class ${name(from)} are to be flipped, but there are ${pool.length}; lower the budget.`,
        { budget: count, rows: pool.length },
      );
    }
    const chosen = new Random(seed, STREAM.targeted, ROWS).sample(pool.length, count).map((index) => pool[index]!);
    return { patch: flips(table, chosen, new Int32Array(count).fill(become)) };
  },
};
