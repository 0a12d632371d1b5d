import { DomainError, Random } from '@antidote/tabular';
import type { Attack, AttackInput } from './attack.js';
import { classNamed, classesPresent } from './classes-present.js';
import { flips } from './flips.js';
import { LABELS, ROWS, STREAM } from './streams.js';
import { availability } from './taxonomy.js';

/**
 * Flips by class: a row of class a is drawn with the weight of a's line of the matrix and goes to class b by that line's
 * weights. Without a matrix each class goes to the next one, the last to the first (pair noise).
 * Budgets are nested for one seed.
 */
export const classConditional: Attack = {
  title: 'Flips by class',
  summary: 'Labels are confused in a systematic way: each class is mistaken for particular others.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the classes',
  taxonomy: availability('Patrini et al., Making Deep Neural Networks Robust to Label Noise (CVPR 2017)'),
  takes: ['matrix'],
  plan(input) {
    const { table, count, reachable, seed } = input;
    const { rowIds } = table;
    const { codes } = table.target;
    const lines = matrixLines(input);
    // Efraimidis and Spirakis: the largest u^(1/w) are a weighted sample without replacement.
    const keyed = [...reachable].flatMap((position) => {
      const weight = lines.get(codes[position]!)?.total ?? 0;
      if (weight === 0) return [];
      const drawn = new Random(seed, STREAM['class-conditional'], ROWS, rowIds[position]!).uniform();
      return [{ position, key: Math.log(drawn || Number.MIN_VALUE) / weight }];
    });
    if (keyed.length < count) {
      throw new DomainError(
        'limit_exceeded',
        `${count} rows are to be flipped, but the matrix lets ${keyed.length} be; lower the budget or name more classes.`,
        { budget: count, rows: keyed.length },
      );
    }
    const chosen = keyed
      .sort((a, b) => b.key - a.key || a.position - b.position)
      .slice(0, count)
      .map(({ position }) => position);
    const targets = chosen.map((position) => {
      const { total, to } = lines.get(codes[position]!)!;
      let left = new Random(seed, STREAM['class-conditional'], LABELS, rowIds[position]!).uniform() * total;
      const found = to.find(([, weight]) => (left -= weight) < 0) ?? to.at(-1)!;
      return found[0];
    });
    return { patch: flips(table, chosen, targets) };
  },
};

interface MatrixLine {
  total: number;
  to: [code: number, weight: number][];
}

function matrixLines({ table, options: { matrix } }: AttackInput): Map<number, MatrixLine> {
  const present = classesPresent(table);
  if (matrix === undefined) {
    return new Map(present.map((code, rank) => [code, { total: 1, to: [[present[(rank + 1) % present.length]!, 1]] }]));
  }
  const lines = new Map<number, MatrixLine>();
  for (const [from, weights] of Object.entries(matrix)) {
    const to = Object.entries(weights)
      .filter(([label, weight]) => label !== from && weight > 0)
      .map(([label, weight]): [number, number] => [classNamed(table, label), weight]);
    const code = classNamed(table, from);
    if (to.length > 0) lines.set(code, { total: to.reduce((sum, [, weight]) => sum + weight, 0), to });
  }
  if (lines.size === 0) {
    throw new DomainError('invalid_argument', 'The matrix flips nothing; give a weight above 0 to another class.');
  }
  return lines;
}
