import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCsvFile, toTable } from '../../libs/dataset-io/dist/index.js';
import { Random, selectRows } from '../../libs/tabular/dist/index.js';
import { binFeatures, fitModel, predictProbabilities } from '../../libs/training/dist/index.js';

const ROWS = 600;
const TEST_ROWS = 1_000;

/** The tables of a folder of CSV files whose last column is the label. */
export async function* tablesOf(folder) {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    const { document } = await readCsvFile(join(folder, file));
    const { table } = toTable(document, { target: document.header.at(-1) });
    yield { name: basename(file, '.csv'), table };
  }
}

/** 70 % of the labelled rows, 600 at most, to learn from, and up to 1,000 others to test with; drawn by the seed. */
export function split(table, seed) {
  const labelled = Uint32Array.from(table.target.codes.keys()).filter((row) => table.target.codes[row] >= 0);
  const order = new Random(seed, 71).shuffle(labelled);
  const learnt = Math.min(ROWS, Math.floor(order.length * 0.7));
  return {
    train: selectRows(table, order.slice(0, learnt).sort()),
    test: selectRows(table, order.slice(learnt, learnt + TEST_ROWS).sort()),
  };
}

/** The class that a model fitted on `train` gives each row of `test`, as codes. */
export function predicted(kind, train, test, seed) {
  const { codes, classes } = train.target;
  const model = fitModel(kind, binFeatures(train.features, train.rowCount), codes, classes, { seed });
  const probabilities = predictProbabilities(model, test.features, test.rowCount);
  return Int32Array.from({ length: test.rowCount }, (_, row) => {
    let best = 0;
    for (let c = 1; c < classes.length; c++) {
      if (probabilities[row * classes.length + c] > probabilities[row * classes.length + best]) best = c;
    }
    return best;
  });
}

export const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
export const line = (cells) => `| ${cells.join(' | ')} |`;
export const heading = (cells) => [line(cells), line(cells.map(() => '---'))];
