import { MlflowError } from './mlflow-error.js';
import { checkLength, LIMITS } from './limits.js';
import { fromWire, toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import type { CallOptions, Transport } from './transport.js';

export interface Experiment {
  experimentId: string;
  name: string;
  artifactLocation: string;
  lifecycleStage: 'active' | 'deleted';
  tags: Record<string, string>;
}

interface WireExperiment {
  experiment_id: string;
  name: string;
  artifact_location: string;
  lifecycle_stage: 'active' | 'deleted';
  tags?: WireKeyValue[];
}

/** The experiment of that name, deleted ones included, or undefined. */
export async function getExperimentByName(
  transport: Transport,
  name: string,
  options?: CallOptions,
): Promise<Experiment | undefined> {
  try {
    const { experiment } = await transport.api<{ experiment: WireExperiment }>(
      'GET',
      'experiments/get-by-name',
      { experiment_name: name },
      options,
    );
    return {
      experimentId: experiment.experiment_id,
      name: experiment.name,
      artifactLocation: experiment.artifact_location,
      lifecycleStage: experiment.lifecycle_stage,
      tags: fromWire(experiment.tags),
    };
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

/** @throws MlflowError `RESOURCE_ALREADY_EXISTS` when the name is taken */
export async function createExperiment(
  transport: Transport,
  name: string,
  tags: KeyValues = {},
  options?: CallOptions,
): Promise<string> {
  checkLength('experiment name', name, LIMITS.experimentName);
  const body = { name, tags: toWire('experiment tag', tags, LIMITS.tagValue) };
  const { experiment_id } = await transport.api<{ experiment_id: string }>('POST', 'experiments/create', body, options);
  return experiment_id;
}

/**
 * The id of the experiment of that name, made when there is none.
 *
 * @param tags given to a new experiment only
 * @throws MlflowError `INVALID_STATE` when the experiment is deleted: its name stays taken until it is purged
 */
export async function ensureExperiment(
  transport: Transport,
  name: string,
  tags: KeyValues = {},
  options?: CallOptions,
): Promise<string> {
  const found = await getExperimentByName(transport, name, options);
  if (found) return activeId(found);
  try {
    return await createExperiment(transport, name, tags, options);
  } catch (error) {
    // Somebody else was faster, or a repeat met its own first attempt.
    if (!(error instanceof MlflowError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    const made = await getExperimentByName(transport, name, options);
    if (!made) throw error;
    return activeId(made);
  }
}

function activeId(experiment: Experiment): string {
  if (experiment.lifecycleStage === 'active') return experiment.experimentId;
  throw new MlflowError(`experiment '${experiment.name}' is deleted: restore it in MLflow, or choose another name`, {
    code: 'INVALID_STATE',
    status: 0,
    retryable: false,
  });
}
