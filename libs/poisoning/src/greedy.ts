import type { Table } from '@antidote/tabular';
import { leafIndices } from '@antidote/training/forests';
import type { Attack } from './attack.js';
import { classesPresent } from './classes-present.js';
import { flips } from './flips.js';
import { surrogate } from './surrogate.js';
import { availability } from './taxonomy.js';

/** Rounds in which the budget is spent; after each, who is fragile is looked at again. */
const ROUNDS = 12;

/** How fast a row stops mattering with its distance from the boundary, in shares of votes. */
const TEMPERATURE = 0.15;

/**
 * Flips that hurt most by the kernel of a random forest: K(i, j) is the share of trees in which rows i and j lie in one
 * leaf, divided by the leaf's rows. Each row's margin is the kernel-weighted share of its own label among the others
 * less that of the best other; the loss is exp(-margin / T), and the flips with the steepest rise of the loss go first,
 * a share of the budget a round.
 *
 * Memory: rows x trees leaf numbers; time: rounds x rows x trees x classes.
 */
export const greedy: Attack = {
  title: 'Flips of greatest influence',
  summary: 'Labels are changed where they pull the most other rows over to a wrong class.',
  goal: 'availability',
  family: 'label',
  knowledge: 'the training data, a model like the one attacked',
  taxonomy: availability('Paudice, Muñoz-González & Lupu, Label Sanitization Against Label Flipping (ECML 2018)'),
  takes: [],
  plan({ table, count, reachable, seed }) {
    const present = classesPresent(table);
    if (count === 0) return { patch: flips(table, [], []) };
    const { model } = surrogate(table, seed);
    const leaves = leafIndices(model, table.features, table.rowCount);
    const chosen = chooseFlips(table, leaves, model.trees.roots.length, { count, reachable, present });
    return { patch: flips(table, [...chosen.keys()], [...chosen.values()]) };
  },
};

interface Choice {
  count: number;
  reachable: Uint32Array;
  present: number[];
}

/** @param leaves row-major, rows x trees: node numbers, different in different trees */
function chooseFlips(
  table: Table,
  leaves: Int32Array,
  treeCount: number,
  { count, reachable, present }: Choice,
): Map<number, number> {
  const { classes } = table.target;
  const classCount = classes.length;
  const labels = table.target.codes.slice();
  const slots = leaves.reduce((highest, leaf) => Math.max(highest, leaf), 0) + 1;
  const leafRows = new Float64Array(slots);
  for (let row = 0; row < table.rowCount; row++) {
    if (labels[row]! < 0) continue;
    for (let t = 0; t < treeCount; t++) leafRows[leaves[row * treeCount + t]!]!++;
  }
  const chosen = new Map<number, number>();
  const rounds = Math.min(ROUNDS, count);
  for (let round = 1; round <= rounds; round++) {
    const fragility = sumOverLeaves(table, leaves, treeCount, slots, fragilityOf());
    const wanted = Math.round((count * round) / rounds) - chosen.size;
    const gains: { row: number; to: number; gain: number }[] = [];
    for (const row of reachable) {
      if (chosen.has(row)) continue;
      const own = labels[row]!;
      let best = { row, to: -1, gain: -Infinity };
      for (const to of present) {
        if (to === own) continue;
        let gain = 0;
        for (let t = 0; t < treeCount; t++) {
          const leaf = leaves[row * treeCount + t]!;
          gain += (fragility[leaf * classCount + own]! - fragility[leaf * classCount + to]!) / leafRows[leaf]!;
        }
        if (gain > best.gain) best = { row, to, gain };
      }
      gains.push(best);
    }
    gains.sort((a, b) => b.gain - a.gain || a.row - b.row);
    for (const { row, to } of gains.slice(0, wanted)) {
      chosen.set(row, to);
      labels[row] = to;
    }
  }
  return chosen;

  /** How steeply each row's loss rises when its own class loses votes, by the true class: rows flipped count no more. */
  function fragilityOf(): Float64Array {
    const ones = new Float64Array(table.rowCount).fill(1);
    const votes = sumOverLeaves(
      { ...table, target: { ...table.target, codes: labels } },
      leaves,
      treeCount,
      slots,
      ones,
    );
    const weight = new Float64Array(table.rowCount);
    const share = new Float64Array(classCount);
    for (let row = 0; row < table.rowCount; row++) {
      const own = table.target.codes[row]!;
      if (own < 0 || chosen.has(row)) continue;
      share.fill(0);
      for (let t = 0; t < treeCount; t++) {
        const leaf = leaves[row * treeCount + t]!;
        for (const code of present) share[code]! += votes[leaf * classCount + code]! / leafRows[leaf]! / treeCount;
      }
      let other = 0;
      for (const code of present) if (code !== own) other = Math.max(other, share[code]!);
      weight[row] = Math.exp(-Math.abs(share[own]! - other) / TEMPERATURE);
    }
    return weight;
  }
}

/** Sum of the rows' weights by leaf and label: slots x classes. */
function sumOverLeaves(
  { rowCount, target: { codes, classes } }: Table,
  leaves: Int32Array,
  treeCount: number,
  slots: number,
  weights: Float64Array,
): Float64Array {
  const sums = new Float64Array(slots * classes.length);
  for (let row = 0; row < rowCount; row++) {
    const code = codes[row]!;
    if (code < 0) continue;
    for (let t = 0; t < treeCount; t++) sums[leaves[row * treeCount + t]! * classes.length + code]! += weights[row]!;
  }
  return sums;
}
