import { Random, type Table } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { classesPresent } from './classes-present.js';
import { flips } from './flips.js';
import { LABELS, ROWS, STREAM } from './streams.js';
import { availability } from './taxonomy.js';

/**
 * Random flips: rows drawn without replacement, each to another class, all equally likely. For one seed budgets are
 * nested: what is flipped at 5 % is flipped to the same labels at 10 %.
 */
export const uniform: Attack = {
  title: 'Random flips',
  summary: 'Labels of rows drawn at random are changed to another class, every other class being equally likely.',
  goal: 'availability',
  family: 'label',
  knowledge: 'nothing',
  taxonomy: availability('Angluin & Laird, Learning from Noisy Examples (1988)'),
  takes: [],
  plan({ table, count, reachable, seed }) {
    const present = classesPresent(table);
    const drawn = new Random(seed, STREAM.uniform, ROWS).sample(reachable.length, count);
    const positions = drawn.map((index) => reachable[index]!);
    return { patch: flips(table, positions, otherClasses(table, positions, present, seed, STREAM.uniform)) };
  },
};

/** Another class for each row, all equally likely, drawn from the row's own stream. */
export function otherClasses(
  { rowIds, target: { codes } }: Table,
  positions: ArrayLike<number>,
  present: number[],
  seed: number,
  stream: number,
): Int32Array {
  const rankOf = new Map(present.map((code, rank) => [code, rank]));
  return Int32Array.from(positions, (position) => {
    const drawn = new Random(seed, stream, LABELS, rowIds[position]!).below(present.length - 1);
    return present[drawn < rankOf.get(codes[position]!)! ? drawn : drawn + 1]!;
  });
}
