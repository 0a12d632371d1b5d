import { writeFile } from 'node:fs/promises';
import { ATTACKS } from '@antidote/contracts';
import { readCsvFile, toTable } from '@antidote/dataset-io';
import { planStudy, prepareStudy, reduceStudy, runCells } from '@antidote/robustness';
import { Random, selectRows } from '@antidote/tabular';
import { markdownTable } from '../markdown-table.mjs';
import { variantLosses } from './variants.mjs';

const DATASETS = ['breast_cancer', 'digits', 'wa_churn'];
const MODELS = ['decision-tree', 'random-forest', 'gradient-boosting'];
const MOST_ROWS = 2000;
const BUDGET = { availability: 10, backdoor: 3 };
/** Attack success that an in-range trigger has to reach with a forest, on whole tables. */
const WANTED_SUCCESS = 0.8;

/** Points lost at 10 %, tree / forest / boosting, as measured for the plan of this project with other tools. */
const PLANNED = {
  uniform: '7.9 / 1.5 / 1.4',
  'class-conditional': '11.1 / 3.5 / 2.7',
  targeted: '8.3 / 3.3 / 3.5',
  boundary: '4.0 / 3.9 / 3.2',
  region: '1.7 / 3.0 / 3.8',
  greedy: '3.4 / 5.9 / 5.9',
  'outlier-injection': '.4 / -.2 / -.3',
  'wrong-label-duplicates': '.7 / -.3 / -.5',
};

const isBackdoor = (attack) => attack.startsWith('backdoor');
const number = (value) => value.toFixed(1).replace(/^-0\.0$/, '0.0');
const share = (value) => value.toFixed(2);

async function wholeTable(name) {
  const { document } = await readCsvFile(new URL(`../../data/${name}.csv`, import.meta.url).pathname);
  return toTable(document).table;
}

/** The table cut to what is studied, with a source for each row, as the files name none: a fifth of the rows each, at random. */
function studied(whole) {
  const table = whole.rowCount > MOST_ROWS ? selectRows(whole, new Random(1).sample(whole.rowCount, MOST_ROWS)) : whole;
  const random = new Random(2);
  const codes = Int32Array.from({ length: table.rowCount }, () => random.below(5));
  const categories = ['s1', 's2', 's3', 's4', 's5'];
  return { ...table, context: [{ kind: 'category', role: 'source', name: 'source', categories, codes }] };
}

function study(name, table, spec) {
  const prepared = prepareStudy(table, spec);
  const batches = planStudy(spec).map((batch) => {
    process.stderr.write(`${name}, ${Math.max(...spec.levels)} %, seed ${batch.index + 1} of ${spec.seeds}\n`);
    return runCells(table, spec, batch, prepared);
  });
  const { classes, name: target } = table.target;
  const facts = { name, sha256: '', rows: table.rowCount, features: table.features.length, classes, target };
  return reduceStudy(facts, spec, batches);
}

/**
 * What every attack does to a tree, a forest and boosting on three tables, beside the plan's figures. Same data and seeds,
 * same page, which it writes.
 *
 * @returns whether an in-range trigger of 3 % of the rows takes over .8 with a forest on breast_cancer and the whole of wa_churn
 */
export async function benchAttacks({ seeds: given = 10, quick = false } = {}) {
  const seeds = quick ? 2 : given;
  const wholes = [];
  for (const name of DATASETS) wholes.push(await wholeTable(name));
  const tables = wholes.map(studied);
  const common = { models: MODELS, seeds, seed: 42, testShare: 0.3 };
  const found = new Map();
  DATASETS.forEach((name, i) => {
    const flips = ATTACKS.filter((attack) => !isBackdoor(attack));
    const triggers = ATTACKS.filter(isBackdoor);
    const first = study(name, tables[i], { ...common, levels: [0, BUDGET.availability], attacks: flips });
    const spec = { ...common, levels: [0, BUDGET.backdoor], attacks: triggers, mitigations: ['pruned'] };
    const second = study(name, tables[i], spec);
    for (const attack of flips) found.set(`${name}/${attack}`, first);
    for (const attack of triggers) found.set(`${name}/${attack}`, second);
  });
  const of = (name, attack, list, model) =>
    found.get(`${name}/${attack}`)[list].find((one) => one.model === model && one.attack === attack && one.level > 0);

  const losses = ATTACKS.filter((attack) => !isBackdoor(attack)).map((attack) => [
    attack,
    ...DATASETS.map((name) =>
      MODELS.map((model) => number(of(name, attack, 'losses', model).loss.points.value)).join(' / '),
    ),
    PLANNED[attack] ?? '',
  ]);
  const successes = ATTACKS.filter(isBackdoor).map((attack) => [
    attack,
    ...DATASETS.map((name) =>
      MODELS.map((model) => {
        const { rate, floor } = of(name, attack, 'cells', model).attackSuccess;
        const after = of(name, attack, 'mitigated', model).attackSuccess.rate.value;
        return `${share(rate.value)} (${share(floor)}; ${share(after)})`;
      }).join(' / '),
    ),
  ]);
  let reached = true;
  const whole = ['breast_cancer', 'wa_churn'].map((name) => {
    const table = wholes[DATASETS.indexOf(name)];
    const spec = {
      ...common,
      levels: [0, BUDGET.backdoor],
      attacks: ['backdoor-in-range'],
      models: MODELS.slice(0, 2),
    };
    const { cells } = study(`${name}, whole`, table, spec);
    const said = spec.models.map((model) => {
      const { rate, floor } = cells.find((cell) => cell.model === model && cell.level > 0).attackSuccess;
      if (model === 'random-forest' && rate.value < WANTED_SUCCESS) reached = false;
      return `${share(rate.value)} (${share(rate.low)} to ${share(rate.high)}; floor ${share(floor)})`;
    });
    return [name, String(table.rowCount), ...said];
  });
  const variants = variantLosses(tables, MODELS, BUDGET.availability, seeds);

  const page = `# What the attacks do

Means of ${seeds} seeds, 70/30 stratified splits, training rows alone poisoned, labels of the held-out rows as given; wa_churn is
cut to ${MOST_ROWS} rows; rows come from five sources at random. Models: tree / forest / boosting. Made by \`npm run bench -- attacks\`.

## Points of accuracy lost to ${BUDGET.availability} %

The last column is what other tools measured over several datasets when the project was planned.

${markdownTable(['attack', ...DATASETS, 'planned with'], losses)}

Two rows differ from the plan's by more than the tables do, because our forms of these attacks are stronger. Points lost
to other forms of the same budget, on the same tables:

${markdownTable(['form', ...DATASETS], variants)}

- **Region.** Ours spends the whole budget on rows of one class that lie side by side, so that a region is turned over and a
  model that follows its data loses what lies there: about the budget, on tables where classes lie apart. The same flips
  spread over a region twice as large cost ensembles less. The plan says neither how its region was drawn nor over which
  tables its 1.7 is a mean, and neither form comes near it on these.
- **Duplicates.** Ours copies as many rows as the budget allows, once each and a little moved, which a full-grown tree fences
  off from the row copied. Exact copies tie with it, and ten copies of few rows do harm in few places.

## Backdoors of ${BUDGET.backdoor} %: attack success

Share of held-out rows of other classes that the trigger sends to its class (without poison; after leaving flagged rows out).

${markdownTable(['attack', ...DATASETS], successes)}

The in-range trigger on whole tables, with 95% intervals; a forest has to be taken over on ${WANTED_SUCCESS} of the rows:

${markdownTable(['data', 'rows', 'tree', 'forest'], whole)}

On digits a trigger of three pixels does little to a forest: a tree that draws 8 of 64 pixels for a split seldom sees one.
`;
  await writeFile(new URL('../results/attacks.md', import.meta.url), page);
  process.stdout.write(page);
  return reached;
}
