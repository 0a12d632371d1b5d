import { createRun, getModel } from '@antidote/api-client';
import { RESAMPLINGS, ServableModelKind } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { SEED, choice, pairs, text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { promote } from '../server/promote.js';
import { waitForRun } from '../server/wait-for-run.js';
import { parameterGrid } from '../training/parameter-grid.js';

export const modelTrain = defineCommand({
  positionals: ['VERSION'],
  flags: {
    model: choice('what to train', ServableModelKind.options, 'decision-tree'),
    param: pairs("a parameter by scikit-learn's name in camelCase"),
    resample: choice('evens out the classes among the training rows', RESAMPLINGS, 'none'),
    seed: SEED,
    register: text('ask for the alias staging under this registered name', { placeholder: 'NAME' }),
    reason: text('why it is registered, 10 characters or more; kept as evidence', { placeholder: 'TEXT' }),
  },
  notes: 'Trains on a version that the server keeps. With --register the exit code is 1 when the gate refused.',

  async run({ model, param, resample, seed, register, reason }, terminal, [ref]) {
    const grid = parameterGrid(param);
    if (grid.length > 1) {
      throw new DomainError('invalid_argument', `--param gives ${grid.length} combinations; model train takes one.`);
    }
    if ((register === undefined) !== (reason === undefined)) {
      throw new DomainError('invalid_argument', '--register and --reason go together; give both or neither.');
    }
    const connection = await connect(readConfig());
    const { client } = connection;
    const versionId = await versionIdOf(connection, ref!);
    const body = { kind: 'train', versionId, model, parameters: grid[0]!, resample, seed } as const;
    const asked = await answerOf(connection, createRun({ client, body }));
    const { outputModelId } = await waitForRun(connection, asked.id, terminal);
    const trained = await answerOf(connection, getModel({ client, path: { id: outputModelId! } }));
    if (register !== undefined) {
      terminal.note(`trained model ${trained.id}`);
      const request = { modelId: trained.id, registeredModel: register, alias: 'staging', reason: reason! };
      return promote(connection, request, terminal);
    }
    const { accuracy, f1 } = trained.metrics;
    return {
      text: `${trained.kind}: accuracy ${accuracy.toFixed(3)}, macro F1 ${f1.toFixed(3)} on ${trained.testRows} rows, labels ${trained.labelsUsed}\nmodel id ${trained.id}\n`,
      json: trained,
    };
  },
});
