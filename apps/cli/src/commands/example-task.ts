import { renderCsv, writeOutputs } from '@antidote/dataset-io';
import { labelText } from '@antidote/tabular';
import { makeClassification } from '@antidote/training';
import { defineCommand } from '../command-line/command.js';
import { integer, number, required, SEED, text, toggle } from '../command-line/flag.js';

export const exampleTask = defineCommand({
  flags: {
    out: required(text('CSV file to write', { placeholder: 'FILE' })),
    rows: integer('rows', { min: 10, max: 1_000_000, default: 2000 }),
    features: integer('features', { min: 2, max: 1000, default: 20 }),
    informative: integer('features that tell the classes apart', { min: 2, max: 1000, default: 6 }),
    minority: number('share of the rarer class, in percent', { min: 0.1, max: 50, default: 10 }),
    separation: number('how far apart the classes lie; larger is easier', { min: 0.01, max: 100, default: 1 }),
    flipped: number('labels drawn at random, in percent', { min: 0, max: 100, default: 1 }),
    seed: SEED,
    force: toggle('overwrite an existing file'),
  },
  notes:
    'A task of two classes by the recipe of scikit-learn\'s make_classification: normal clusters at the corners of a hypercube, two redundant features, the rest noise. The column "class" is the target; 1 is the rarer class.\nExample: antidote example task --out task.csv --rows 5000 --minority 5',

  async run(values) {
    const { out, rows, features, informative, minority, separation, flipped, seed, force } = values;
    const { table, roles } = makeClassification({
      nSamples: rows,
      nFeatures: features!,
      nInformative: informative,
      nRedundant: Math.min(2, Math.max(0, features - informative)),
      weights: [1 - minority! / 100],
      classSep: separation!,
      flipY: flipped! / 100,
      seed,
    });
    const header = [...table.features.map(({ name }) => name), table.target.name];
    const columns = table.features.map((column) => (column.kind === 'numeric' ? column.values : column.codes));
    const lines = Array.from({ length: table.rowCount }, (_, row) => [
      ...columns.map((values) => values[row]!),
      labelText(table, row),
    ]);
    await writeOutputs(new Map([[out, renderCsv(header, lines)]]), { force });
    const counts = Object.fromEntries(
      table.target.classes.map((label, code) => [label, table.target.codes.filter((one) => one === code).length]),
    );
    const shares = Object.entries(counts).map(([label, count]) => `${count} of class ${label}`);
    return {
      text: `${out}: ${rows} rows, ${features} features; ${shares.join(', ')}\n`,
      json: { out, rows, features, target: table.target.name, classes: counts, roles, seed },
    };
  },
});
