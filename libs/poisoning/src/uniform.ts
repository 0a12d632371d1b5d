import type { LabelChange } from '@antidote/contracts';
import { classCounts, DomainError, Random } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { budget } from './budget.js';

/** The stream numbers of this attack; Random(seed, ATTACK, ...) belongs to attacks alone. */
const ATTACK = 1;
const ROWS = 0;
const LABELS = 1;

/**
 * Random flips: `percent` of the labelled rows, drawn without replacement, each to another class, all equally likely.
 * For one seed budgets are nested: what is flipped at 5 % is flipped to the same labels at 10 %.
 *
 * @see Angluin & Laird, Learning from Noisy Examples (1988), for this noise model
 */
export const uniform: Attack = {
  title: 'Random flips',
  summary: 'Labels of rows drawn at random are changed to another class, every other class being equally likely.',
  atlas: 'AML.T0020',
  plan({ rowIds, target: { codes, classes } }, { percent, seed }) {
    const labelled = Uint32Array.from(codes.keys()).filter((position) => codes[position]! >= 0);
    const count = budget(labelled.length, percent);
    const counts = classCounts(codes, classes.length);
    const present = [...classes.keys()].filter((code) => counts[code]! > 0);
    if (present.length < 2) {
      throw new DomainError(
        'single_class',
        `The labels hold ${present.length === 1 ? 'a single class' : 'no class'}; flipping a label needs at least 2.`,
      );
    }
    const rankOf = new Map(present.map((code, rank) => [code, rank]));
    return Array.from(new Random(seed, ATTACK, ROWS).sample(labelled.length, count), (index): LabelChange => {
      const position = labelled[index]!;
      const row = rowIds[position]!;
      const given = codes[position]!;
      const drawn = new Random(seed, ATTACK, LABELS, row).below(present.length - 1);
      const other = present[drawn < rankOf.get(given)! ? drawn : drawn + 1]!;
      return { row, from: classes[given]!, to: classes[other]! };
    });
  },
};
