import type { AttackInput, AttackPlan } from './attack.js';
import { classesPresent } from './classes-present.js';
import { flips } from './flips.js';
import { runnerUp, surrogate } from './surrogate.js';

/**
 * Flips the rows whose out-of-bag margin (probability of the own class less that of the runner-up, in [-1, 1]) comes
 * first in the order asked for, each to its runner-up. Rows that the forest already holds for another class are left:
 * flipping them would mend.
 */
export function flipByMargin(
  { table, count, reachable, seed }: AttackInput,
  order: 'largest' | 'smallest',
): AttackPlan {
  const { codes, classes } = table.target;
  const present = classesPresent(table);
  if (count === 0) return { patch: flips(table, [], []) };
  const { probabilities } = surrogate(table, seed);
  const sign = order === 'largest' ? -1 : 1;
  const scored = Array.from(reachable, (position) => {
    const own = codes[position]!;
    const other = runnerUp(probabilities, classes.length, position, own, present);
    const margin = probabilities[position * classes.length + own]! - probabilities[position * classes.length + other]!;
    return { position, other, margin: Number.isNaN(margin) ? 0 : margin };
  });
  scored.sort(
    (a, b) => Number(a.margin < 0) - Number(b.margin < 0) || sign * (a.margin - b.margin) || a.position - b.position,
  );
  const chosen = scored.slice(0, count);
  return {
    patch: flips(
      table,
      chosen.map(({ position }) => position),
      chosen.map(({ other }) => other),
    ),
  };
}
