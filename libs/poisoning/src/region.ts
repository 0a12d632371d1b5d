import { Random } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { classesPresent, classNamed } from './classes-present.js';
import { squaredDistances } from './distance.js';
import { flips } from './flips.js';
import { LABELS, ROWS, STREAM } from './streams.js';
import { targeted } from './taxonomy.js';

/**
 * One subpopulation: a row drawn at random and the rows of its class nearest to it, all flipped to the class that is
 * commonest among the nearest rows of other classes. When its class has too few rows, the nearest of any class follow.
 */
export const region: Attack = {
  title: 'Flips of one region',
  summary:
    'Labels of one group of rows that are alike are changed, so that the model fails there and hardly elsewhere.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the training data',
  taxonomy: targeted('Jagielski et al., Subpopulation Data Poisoning Attacks (CCS 2021)'),
  takes: ['targetClass'],
  plan({ table, count, reachable, seed, options: { targetClass } }) {
    const present = classesPresent(table);
    if (count === 0) return { patch: flips(table, [], []) };
    const { codes } = table.target;
    const given = targetClass === undefined ? undefined : classNamed(table, targetClass);
    const victims = reachable.filter((position) => codes[position] !== given);
    const centre = victims[new Random(seed, STREAM.region, ROWS).below(victims.length || 1)] ?? reachable[0]!;
    const distance = squaredDistances(table, centre);
    const own = codes[centre]!;
    const nearest = (of: Uint32Array) => of.slice().sort((a, b) => distance[a]! - distance[b]! || a - b);
    const near = nearest(victims);
    const ranked = [...near.filter((row) => codes[row] === own), ...near.filter((row) => codes[row] !== own)];
    const chosen = ranked.slice(0, count);

    const others = nearest(reachable.filter((row) => codes[row] !== own)).subarray(0, Math.max(10, count));
    const votes = new Map<number, number>();
    for (const row of others) votes.set(codes[row]!, (votes.get(codes[row]!) ?? 0) + 1);
    const commonest = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
    const become = given ?? commonest ?? present.find((code) => code !== own)!;
    const elsewhere = new Random(seed, STREAM.region, LABELS);
    const targets = chosen.map((row) => {
      if (codes[row] !== become) return become;
      const rest = present.filter((code) => code !== become);
      return rest.includes(own) ? own : rest[elsewhere.below(rest.length)]!;
    });
    return { patch: flips(table, chosen, targets) };
  },
};
