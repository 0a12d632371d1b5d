import { join } from 'node:path';
import { defineCommand } from '../command-line/command.js';
import { SEED, text, toggle } from '../command-line/flag.js';
import { exampleOutcome } from '../examples/example-outcome.js';
import { runSteps, type Step } from '../examples/run-steps.js';
import { makeFolder } from '../files/make-folder.js';

export const exampleLifeCycle = defineCommand({
  flags: {
    out: text('folder for what the example makes', { placeholder: 'DIR', default: 'antidote-life-cycle' }),
    seed: SEED,
    force: toggle('overwrite what an earlier run made'),
  },
  notes:
    'Runs real commands, each shown before it runs: a rare class, four models, resampling, MLflow, the registry, predictions of the kept model. docs/guides/life-cycle.md tells what to look at.',

  async run({ out, seed, force }, terminal) {
    const folder = out!;
    await makeFolder(folder);
    return exampleOutcome(folder, await runSteps(stepsOf(folder, String(seed), force), terminal), CLOSING);
  },
});

const CLOSING =
  'With a class this rare accuracy says little: compare the balanced accuracy and the recall of the four models.';

function stepsOf(folder: string, seed: string, force: boolean): Step[] {
  const task = join(folder, 'task.csv');
  const model = join(folder, 'model');
  const train = (name: string, kind: string, ...more: string[]) => [
    ...['train', '--data_path', task, '--model', kind, '--seed', seed],
    ...['--experiment', 'life-cycle', '--run_name', name, ...more],
  ];
  const forced = force ? ['--force'] : [];
  return [
    {
      says: 'A task of two classes, one of them rare.',
      args: ['example', 'task', '--out', task, '--seed', seed, ...forced],
    },
    { says: 'A linear model as the baseline.', args: train('logistic-regression', 'logistic-regression') },
    { says: 'A random forest.', args: train('random-forest', 'random-forest') },
    { says: 'Gradient boosting.', args: train('gradient-boosting', 'gradient-boosting') },
    {
      says: 'The same with the classes evened out among the training rows; its model folder is kept.',
      args: train(
        'gradient-boosting smote-tomek',
        'gradient-boosting',
        ...['--resample', 'smote-tomek', '--out', model, ...forced],
      ),
    },
    {
      says: 'The kept model is loaded back and predicts.',
      args: [
        ...['predict', '--model', model, '--data_path', task],
        ...['--out', join(folder, 'predictions.csv'), ...forced],
      ],
    },
    {
      says: 'The server trains it and the gate decides whether it may bear the alias staging.',
      needsServer: true,
      args: [
        ...['train', '--data_path', task, '--model', 'gradient-boosting', '--seed', seed],
        ...['--resample', 'smote-tomek', '--register', 'life-cycle', '--reason', 'worked example of the life cycle'],
      ],
    },
  ];
}
