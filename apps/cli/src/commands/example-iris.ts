import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCsvFile, writeOutputs } from '@antidote/dataset-io';
import { defineCommand } from '../command-line/command.js';
import { SEED, text, toggle } from '../command-line/flag.js';
import { exampleOutcome } from '../examples/example-outcome.js';
import { runSteps, type Step } from '../examples/run-steps.js';
import { makeFolder } from '../files/make-folder.js';

/** Shipped with the project. */
const IRIS = fileURLToPath(new URL('../../../../data/iris.csv', import.meta.url));

export const exampleIris = defineCommand({
  flags: {
    out: text('folder for what the example makes', { placeholder: 'DIR', default: 'antidote-iris' }),
    seed: SEED,
    force: toggle('overwrite what an earlier run made'),
  },
  notes:
    'Runs real commands, each shown before it runs: poison a copy of Iris, train on both, see weak models fail in their confusion matrices, study what poison costs, and predict with a kept model.',

  async run({ out, seed, force }, terminal) {
    const folder = out!;
    await makeFolder(folder);
    const { bytes } = await readCsvFile(IRIS);
    await writeOutputs(new Map([[join(folder, 'iris.csv'), bytes]]), { force });
    return exampleOutcome(folder, await runSteps(stepsOf(folder, String(seed), force), terminal), CLOSING);
  },
});

const CLOSING = 'A tree of depth 1 can name two of three classes; its confusion matrix is on its page in MLflow.';

function stepsOf(folder: string, seed: string, force: boolean): Step[] {
  const [iris, poisoned, model] = ['iris.csv', 'iris_poisoned_10.csv', 'model'].map((name) => join(folder, name));
  const seeded = ['--seed', seed];
  const forced = force ? ['--force'] : [];
  return [
    {
      says: 'Flip the labels of 10 % of the rows in a copy, with a manifest of the truth.',
      args: ['poison', '--data_path', iris!, '--percent', '10', ...seeded, ...forced],
    },
    {
      says: 'A tree on the clean file.',
      args: ['train', '--data_path', iris!, '--experiment', 'iris', ...seeded],
    },
    {
      says: 'The same tree on the poisoned copy, scored on the original labels.',
      args: ['train', '--data_path', poisoned!, '--experiment', 'iris', ...seeded],
    },
    {
      says: 'A random forest on the poisoned copy; its model folder is kept.',
      args: [
        ...['train', '--data_path', poisoned!, '--model', 'random-forest', '--experiment', 'iris'],
        ...['--out', model!, ...seeded, ...forced],
      ],
    },
    {
      says: 'Weak models: trees of depth 1, 2 and 3, as child runs with a confusion matrix each.',
      args: ['train', '--data_path', iris!, '--param', 'maxDepth=1,2,3', '--experiment', 'iris', ...seeded],
    },
    {
      says: 'How much poison the tree and the forest can take.',
      args: [
        ...['study', '--data_path', iris!, '--levels', '0,5,10,50', '--models', 'decision-tree,random-forest'],
        ...['--seeds', '10', '--out', join(folder, 'study'), ...seeded, ...forced],
      ],
    },
    {
      says: 'The kept forest is loaded back and predicts.',
      args: ['predict', '--model', model!, '--data_path', iris!, '--out', join(folder, 'predictions.csv'), ...forced],
    },
  ];
}
