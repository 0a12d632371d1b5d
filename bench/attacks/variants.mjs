import { applyAttack, budget } from '@antidote/poisoning';
import { applyPatch, emptyPatch, Random, selectRows, stratifiedSplit } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '@antidote/training';

/**
 * Weaker forms of two attacks, each from a poisoned table's own patch, that show where our figures part from the plan's.
 * @type {Record<string, (table, percent: number, seed: number) => import('@antidote/tabular').Patch>}
 */
const VARIANTS = {
  'region, as it is': (table, percent, seed) => attacked(table, 'region', percent, seed).patch,
  'region twice as large, every other row of it': (table, percent, seed) => {
    const { relabel } = attacked(table, 'region', 2 * percent, seed).patch;
    const kept = new Random(seed, 1).sample(relabel.length, budget(table.rowCount, percent));
    return { ...emptyPatch(), relabel: Array.from(kept.sort(), (index) => relabel[index]) };
  },
  'wrong-label duplicates, as they are': (table, percent, seed) =>
    attacked(table, 'wrong-label-duplicates', percent, seed).patch,
  'wrong-label duplicates, exact copies': (table, percent, seed) => {
    const none = { columns: table.features.slice(0, 1).map(({ name }) => name), ranges: {} };
    const [only] = none.columns;
    if (table.features[0].kind === 'numeric') none.ranges[only] = { min: 1e300 };
    return attacked(table, 'wrong-label-duplicates', percent, seed, none).patch;
  },
  'wrong-label duplicates, ten of each of a tenth of the rows': (table, percent, seed) => {
    const { add } = attacked(table, 'wrong-label-duplicates', percent, seed).patch;
    const few = add.slice(0, Math.ceil(add.length / 10));
    return { ...emptyPatch(), add: add.map(({ row }, i) => ({ ...few[i % few.length], row })) };
  },
};

const attacked = (table, attack, percent, seed, options) =>
  applyAttack(table, { attack, percent, seed, ...(options && { options }) });

/**
 * Points of accuracy that each form costs each model, mean over seeds, splits and models' seeds as paired.
 * @returns rows of a table: the form, then `tree / forest / ...` for each dataset
 */
export function variantLosses(tables, models, percent, seeds) {
  const losses = new Map(Object.keys(VARIANTS).map((variant) => [variant, tables.map(() => models.map(() => 0))]));
  tables.forEach((table, at) => {
    for (let seed = 0; seed < seeds; seed++) {
      process.stderr.write(`forms of attacks, table ${at + 1}, seed ${seed + 1} of ${seeds}\n`);
      const { codes, classes } = table.target;
      const split = stratifiedSplit(codes, classes.length, 0.3, new Random(seed, 6));
      const train = selectRows(table, split.train);
      const test = selectRows(table, split.test);
      const accuracy = (rows) => {
        const binned = binFeatures(rows.features, rows.rowCount);
        return models.map((model) => {
          const fitted = fitModel(model, binned, rows.target.codes, rows.target.classes, { seed });
          const said = predictLabels(fitted, test.features, test.rowCount);
          return said.filter((code, row) => code === test.target.codes[row]).length / test.rowCount;
        });
      };
      const clean = accuracy(train);
      for (const [variant, patch] of Object.entries(VARIANTS)) {
        accuracy(applyPatch(train, patch(train, percent, seed))).forEach((share, i) => {
          losses.get(variant)[at][i] += (100 * (clean[i] - share)) / seeds;
        });
      }
    }
  });
  return [...losses].map(([variant, byTable]) => [
    variant,
    ...byTable.map((points) => points.map((value) => value.toFixed(1).replace(/^-0\.0$/, '0.0')).join(' / ')),
  ]);
}
