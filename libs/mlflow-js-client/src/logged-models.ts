import { CLIENT_KEY_TAG, createOnce } from './client-key.js';
import { fromWire, toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import { checkRegisteredModelName, LIMITS } from './limits.js';
import { metricFromWire, type Metric, type WireMetric } from './metric.js';
import { readJson } from './read-json.js';
import { filterText, searchPages } from './search-pages.js';
import type { CallOptions, Transport } from './transport.js';

export type LoggedModelStatus = 'LOGGED_MODEL_PENDING' | 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED';

/** A model as a run made it, before and beside any registration. */
export interface LoggedModel {
  modelId: string;
  experimentId: string;
  name: string;
  modelType: string;
  sourceRunId: string;
  artifactUri: string;
  status: LoggedModelStatus;
  params: Record<string, string>;
  tags: Record<string, string>;
  metrics: Metric[];
}

export interface CreateLoggedModelRequest {
  experimentId: string;
  /** Follows the rules of registered models' names: no `/`, no `:`. */
  name: string;
  modelType?: string;
  sourceRunId?: string;
  params?: KeyValues;
  tags?: KeyValues;
  /** The same key gives the same model, in this process and in later ones. */
  idempotencyKey?: string;
}

export interface SearchLoggedModelsRequest {
  experimentIds: string[];
  filter?: string;
  pageSize?: number;
}

interface WireLoggedModel {
  info: {
    model_id: string;
    experiment_id: string;
    name: string;
    model_type?: string;
    source_run_id?: string;
    artifact_uri: string;
    status: LoggedModelStatus;
    tags?: WireKeyValue[];
  };
  data?: { params?: WireKeyValue[]; metrics?: WireMetric[] };
}

/** Creates a logged model in the state pending; a repeat after a lost answer finds it by its client key. */
export function createLoggedModel(
  transport: Transport,
  request: CreateLoggedModelRequest,
  options?: CallOptions,
): Promise<LoggedModel> {
  checkRegisteredModelName(request.name);
  return createOnce(
    request.idempotencyKey,
    (key) => findLoggedModel(transport, request.experimentId, key, options),
    (key, recover) =>
      transport.send<LoggedModel>(
        {
          method: 'POST',
          path: '/api/2.0/mlflow/logged-models',
          json: {
            experiment_id: request.experimentId,
            name: request.name,
            model_type: request.modelType,
            source_run_id: request.sourceRunId,
            params: toWire('model parameter', request.params ?? {}, LIMITS.paramValue),
            tags: toWire('model tag', { ...request.tags, [CLIENT_KEY_TAG]: key }, LIMITS.tagValue),
          },
          read: async (response) =>
            loggedModelFromWire((await readJson<{ model: WireLoggedModel }>(response, 'POST logged-models')).model),
          recover,
        },
        options,
      ),
  );
}

async function findLoggedModel(
  transport: Transport,
  experimentId: string,
  key: string,
  options?: CallOptions,
): Promise<LoggedModel | undefined> {
  const filter = `tags.${CLIENT_KEY_TAG} = ${filterText(key)}`;
  const request = { experimentIds: [experimentId], filter, pageSize: 1 };
  for await (const model of searchLoggedModels(transport, request, options)) return model;
  return undefined;
}

export async function getLoggedModel(
  transport: Transport,
  modelId: string,
  options?: CallOptions,
): Promise<LoggedModel> {
  const path = `logged-models/${encodeURIComponent(modelId)}`;
  const { model } = await transport.api<{ model: WireLoggedModel }>('GET', path, {}, options);
  return loggedModelFromWire(model);
}

/** Marks the upload complete or failed. Safe to repeat. */
export async function finalizeLoggedModel(
  transport: Transport,
  modelId: string,
  status: Exclude<LoggedModelStatus, 'LOGGED_MODEL_PENDING'>,
  options?: CallOptions,
): Promise<LoggedModel> {
  const path = `logged-models/${encodeURIComponent(modelId)}`;
  // The server wants the id in the body too.
  const body = { model_id: modelId, status };
  const { model } = await transport.api<{ model: WireLoggedModel }>('PATCH', path, body, options);
  return loggedModelFromWire(model);
}

export function searchLoggedModels(
  transport: Transport,
  request: SearchLoggedModelsRequest,
  options?: CallOptions,
): AsyncGenerator<LoggedModel, void, undefined> {
  return searchPages(async (pageToken) => {
    const answer = await transport.api<{ models?: WireLoggedModel[]; next_page_token?: string }>(
      'POST',
      'logged-models/search',
      {
        experiment_ids: request.experimentIds,
        filter: request.filter,
        max_results: request.pageSize ?? 100,
        page_token: pageToken,
      },
      options,
    );
    return { items: (answer.models ?? []).map(loggedModelFromWire), nextPageToken: answer.next_page_token };
  });
}

function loggedModelFromWire({ info, data }: WireLoggedModel): LoggedModel {
  return {
    modelId: info.model_id,
    experimentId: info.experiment_id,
    name: info.name,
    modelType: info.model_type ?? '',
    sourceRunId: info.source_run_id ?? '',
    artifactUri: info.artifact_uri,
    status: info.status,
    params: fromWire(data?.params),
    tags: fromWire(info.tags),
    metrics: (data?.metrics ?? []).map(metricFromWire),
  };
}
