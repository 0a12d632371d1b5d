import { CLIENT_KEY_TAG, createOnce } from './client-key.js';
import { MlflowError } from './mlflow-error.js';
import { fromWire, toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import { checkKey, checkLength, checkRegisteredModelName, LIMITS } from './limits.js';
import { readJson } from './read-json.js';
import { filterText, searchPages } from './search-pages.js';
import type { CallOptions, Transport } from './transport.js';

/** MLflow's stages; deprecated there in favour of aliases, still served. */
export type Stage = 'None' | 'Staging' | 'Production' | 'Archived';

export interface ModelVersion {
  name: string;
  version: string;
  /** Where its files come from: `models:/m-...` for a logged model. */
  source: string;
  runId: string;
  status: 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY';
  stage: Stage;
  aliases: string[];
  tags: Record<string, string>;
  description: string;
  /** Milliseconds since 1970. */
  creationTime: number;
}

export interface CreateModelVersionRequest {
  name: string;
  /** `models:/<modelId>` unless told, when `modelId` is given. */
  source?: string;
  modelId?: string;
  runId?: string;
  description?: string;
  tags?: KeyValues;
  /** The same key gives the same version, in this process and in later ones. */
  idempotencyKey?: string;
}

export interface SearchModelVersionsRequest {
  /** Such as "name = 'iris' and tags.gate = 'passed'". */
  filter?: string;
  orderBy?: string[];
  pageSize?: number;
}

interface WireModelVersion {
  name: string;
  version: string | number;
  source?: string;
  run_id?: string;
  status?: ModelVersion['status'];
  current_stage?: Stage;
  aliases?: string[];
  tags?: WireKeyValue[];
  description?: string;
  creation_timestamp?: number;
}

interface WireAnswer {
  model_version: WireModelVersion;
}

/** Creates the next version of a registered model; a repeat after a lost answer finds it by its client key. */
export function createModelVersion(
  transport: Transport,
  request: CreateModelVersionRequest,
  options?: CallOptions,
): Promise<ModelVersion> {
  checkRegisteredModelName(request.name);
  const source = request.source ?? (request.modelId === undefined ? undefined : `models:/${request.modelId}`);
  if (source === undefined) throw new TypeError('createModelVersion needs a source or a modelId');
  return createOnce(
    request.idempotencyKey,
    (key) => findModelVersion(transport, request.name, key, options),
    (key, recover) =>
      transport.send<ModelVersion>(
        {
          method: 'POST',
          path: '/api/2.0/mlflow/model-versions/create',
          json: {
            name: request.name,
            source,
            model_id: request.modelId,
            run_id: request.runId,
            description: request.description,
            tags: toWire('model version tag', { ...request.tags, [CLIENT_KEY_TAG]: key }, LIMITS.registryTagValue),
          },
          read: async (response) =>
            fromWireVersion((await readJson<WireAnswer>(response, 'POST model-versions/create')).model_version),
          recover,
        },
        options,
      ),
  );
}

async function findModelVersion(
  transport: Transport,
  name: string,
  key: string,
  options?: CallOptions,
): Promise<ModelVersion | undefined> {
  const filter = `name = ${filterText(name)} and tags.${CLIENT_KEY_TAG} = ${filterText(key)}`;
  for await (const version of searchModelVersions(transport, { filter, pageSize: 1 }, options)) return version;
  return undefined;
}

/** @throws MlflowError `RESOURCE_DOES_NOT_EXIST` when there is none */
export async function getModelVersion(
  transport: Transport,
  name: string,
  version: string,
  options?: CallOptions,
): Promise<ModelVersion> {
  const answer = await transport.api<WireAnswer>('GET', 'model-versions/get', { name, version }, options);
  return fromWireVersion(answer.model_version);
}

/** The version an alias points at, or undefined where the alias or the model does not exist. */
export async function getModelVersionByAlias(
  transport: Transport,
  name: string,
  alias: string,
  options?: CallOptions,
): Promise<ModelVersion | undefined> {
  try {
    const answer = await transport.api<WireAnswer>('GET', 'registered-models/alias', { name, alias }, options);
    return fromWireVersion(answer.model_version);
  } catch (error) {
    // A missing alias is an invalid parameter to this server, told apart by its text.
    const missing =
      error instanceof MlflowError &&
      (error.code === 'RESOURCE_DOES_NOT_EXIST' ||
        (error.code === 'INVALID_PARAMETER_VALUE' && /alias .* not found/i.test(error.message)));
    if (missing) return undefined;
    throw error;
  }
}

/** The artifact URI of a version's files, for `downloadArtifact`. */
export async function getModelVersionArtifactUri(
  transport: Transport,
  name: string,
  version: string,
  options?: CallOptions,
): Promise<string> {
  const path = 'model-versions/get-download-uri';
  const { artifact_uri } = await transport.api<{ artifact_uri: string }>('GET', path, { name, version }, options);
  return artifact_uri;
}

export async function setModelVersionTag(
  transport: Transport,
  name: string,
  version: string,
  key: string,
  value: string,
  options?: CallOptions,
): Promise<void> {
  checkKey('model version tag', key);
  checkLength(`value of model version tag '${key}'`, value, LIMITS.registryTagValue);
  await transport.api('POST', 'model-versions/set-tag', { name, version, key, value }, options);
}

/**
 * Moves a version to a stage.
 *
 * @param archiveExisting sends the versions that hold the stage to Archived
 */
export async function transitionStage(
  transport: Transport,
  name: string,
  version: string,
  stage: Stage,
  archiveExisting = false,
  options?: CallOptions,
): Promise<ModelVersion> {
  const body = { name, version, stage, archive_existing_versions: archiveExisting };
  const answer = await transport.api<WireAnswer>('POST', 'model-versions/transition-stage', body, options);
  return fromWireVersion(answer.model_version);
}

export function searchModelVersions(
  transport: Transport,
  request: SearchModelVersionsRequest = {},
  options?: CallOptions,
): AsyncGenerator<ModelVersion, void, undefined> {
  return searchPages(async (pageToken) => {
    const answer = await transport.api<{ model_versions?: WireModelVersion[]; next_page_token?: string }>(
      'GET',
      'model-versions/search',
      {
        filter: request.filter,
        order_by: request.orderBy,
        max_results: request.pageSize ?? 100,
        page_token: pageToken,
      },
      options,
    );
    return { items: (answer.model_versions ?? []).map(fromWireVersion), nextPageToken: answer.next_page_token };
  });
}

function fromWireVersion(version: WireModelVersion): ModelVersion {
  return {
    name: version.name,
    version: String(version.version),
    source: version.source ?? '',
    runId: version.run_id ?? '',
    status: version.status ?? 'READY',
    stage: version.current_stage ?? 'None',
    aliases: version.aliases ?? [],
    tags: fromWire(version.tags),
    description: version.description ?? '',
    creationTime: Number(version.creation_timestamp ?? 0),
  };
}
