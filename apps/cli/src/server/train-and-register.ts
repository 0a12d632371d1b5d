import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createRun, uploadDataset } from '@antidote/api-client';
import type { ModelParameters, Resampling, ServableModelKind } from '@antidote/contracts';
import type { Outcome, Terminal } from '../command-line/command.js';
import type { Config } from '../config.js';
import { answerOf, connect } from './connect.js';
import { promote } from './promote.js';
import { waitForRun } from './wait-for-run.js';

export interface RegisterRequest {
  dataPath: string;
  target: string;
  model: ServableModelKind;
  parameters: ModelParameters;
  resample: Resampling;
  seed: number;
  registeredModel: string;
  reason: string;
}

/**
 * Registers the file as a dataset, trains there and asks for the first alias. Only the server may write to the
 * registry: what it registers was trained on a version that it keeps, and passed the gate.
 */
export async function trainAndRegister(request: RegisterRequest, config: Config, terminal: Terminal): Promise<Outcome> {
  const connection = await connect(config);
  const { client } = connection;
  const file = new File([new Uint8Array(await readFile(request.dataPath))], basename(request.dataPath), {
    type: 'text/csv',
  });
  const { name, latest } = await answerOf(connection, uploadDataset({ file, target: request.target }, client));
  terminal.note(`registered ${name}, version ${latest.digest.slice(0, 8)}`);
  const { model, parameters, resample, seed } = request;
  const body = { kind: 'train', versionId: latest.id, model, parameters, resample, seed } as const;
  const { id } = await answerOf(connection, createRun({ client, body }));
  const { outputModelId } = await waitForRun(connection, id, terminal);
  terminal.note(`trained model ${outputModelId}`);
  const { registeredModel, reason } = request;
  return promote(connection, { modelId: outputModelId!, registeredModel, alias: 'staging', reason }, terminal);
}
