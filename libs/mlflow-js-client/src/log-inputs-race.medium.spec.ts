import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { MlflowClient } from './index.js';

test('many runs bring a dataset that is new to the server at the same moment', async () => {
  const client = new MlflowClient({ trackingUri: process.env.MLFLOW_TRACKING_URI!, maxInFlight: 16 });
  const experimentId = await client.createExperiment(`race-${randomUUID()}`);
  const runs = await Promise.all(
    Array.from({ length: 16 }, (_, i) => client.createRun({ experimentId, runName: `run ${i}` })),
  );
  for (let round = 0; round < 10; round++) {
    const inputs = ['a', 'b'].map((name) => ({
      dataset: { name: `${name}-${round}`, digest: 'd', sourceType: 'local', source: '{}' },
    }));
    await Promise.all(runs.map(({ runId }) => client.logInputs(runId, inputs)));
  }
  const address = `${process.env.MLFLOW_TRACKING_URI}/api/2.0/mlflow/runs/get?run_id=${runs[7]!.runId}`;
  const { run } = (await (await fetch(address)).json()) as { run: { inputs: { dataset_inputs: unknown[] } } };
  expect(run.inputs.dataset_inputs).toHaveLength(20);
});
