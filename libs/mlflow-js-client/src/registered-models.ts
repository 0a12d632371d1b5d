import { MlflowError } from './mlflow-error.js';
import { fromWire, toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import { checkAlias, checkRegisteredModelName, LIMITS } from './limits.js';
import { searchPages } from './search-pages.js';
import type { CallOptions, Transport } from './transport.js';

/** A name in the Model Registry, with its aliases. */
export interface RegisteredModel {
  name: string;
  description: string;
  /** Alias to version. */
  aliases: Record<string, string>;
  tags: Record<string, string>;
  /** Milliseconds since 1970. */
  creationTime: number;
  lastUpdatedTime: number;
}

export interface SearchRegisteredModelsRequest {
  /** Such as "name LIKE 'iris%'". */
  filter?: string;
  orderBy?: string[];
  pageSize?: number;
}

interface WireRegisteredModel {
  name: string;
  description?: string;
  creation_timestamp?: number;
  last_updated_timestamp?: number;
  aliases?: { alias: string; version: string }[];
  tags?: WireKeyValue[];
}

/** The registered model of that name, or undefined. */
export async function getRegisteredModel(
  transport: Transport,
  name: string,
  options?: CallOptions,
): Promise<RegisteredModel | undefined> {
  try {
    const answer = await transport.api<{ registered_model: WireRegisteredModel }>(
      'GET',
      'registered-models/get',
      { name },
      options,
    );
    return fromWireModel(answer.registered_model);
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

/** @throws MlflowError `RESOURCE_ALREADY_EXISTS` when the name is taken */
export async function createRegisteredModel(
  transport: Transport,
  request: { name: string; description?: string; tags?: KeyValues },
  options?: CallOptions,
): Promise<RegisteredModel> {
  checkRegisteredModelName(request.name);
  const answer = await transport.api<{ registered_model: WireRegisteredModel }>(
    'POST',
    'registered-models/create',
    {
      name: request.name,
      description: request.description,
      tags: toWire('registered model tag', request.tags ?? {}, LIMITS.registryTagValue),
    },
    options,
  );
  return fromWireModel(answer.registered_model);
}

/** The registered model of that name, made when there is none; description and tags are given to a new one only. */
export async function ensureRegisteredModel(
  transport: Transport,
  request: { name: string; description?: string; tags?: KeyValues },
  options?: CallOptions,
): Promise<RegisteredModel> {
  const found = await getRegisteredModel(transport, request.name, options);
  if (found) return found;
  try {
    return await createRegisteredModel(transport, request, options);
  } catch (error) {
    // Somebody else was faster, or a repeat met its own first attempt.
    if (!(error instanceof MlflowError) || error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
    const made = await getRegisteredModel(transport, request.name, options);
    if (!made) throw error;
    return made;
  }
}

export function searchRegisteredModels(
  transport: Transport,
  request: SearchRegisteredModelsRequest = {},
  options?: CallOptions,
): AsyncGenerator<RegisteredModel, void, undefined> {
  return searchPages(async (pageToken) => {
    const answer = await transport.api<{ registered_models?: WireRegisteredModel[]; next_page_token?: string }>(
      'GET',
      'registered-models/search',
      {
        filter: request.filter,
        order_by: request.orderBy,
        max_results: request.pageSize ?? 100,
        page_token: pageToken,
      },
      options,
    );
    return { items: (answer.registered_models ?? []).map(fromWireModel), nextPageToken: answer.next_page_token };
  });
}

/** Points an alias at a version, away from the one it pointed at before. Safe to repeat. */
export async function setAlias(
  transport: Transport,
  name: string,
  alias: string,
  version: string,
  options?: CallOptions,
): Promise<void> {
  checkAlias(alias);
  await transport.api('POST', 'registered-models/alias', { name, alias, version }, options);
}

/** Removes an alias; one that does not exist is no error. */
export async function deleteAlias(
  transport: Transport,
  name: string,
  alias: string,
  options?: CallOptions,
): Promise<void> {
  await transport.api('DELETE', 'registered-models/alias', { name, alias }, options);
}

function fromWireModel(model: WireRegisteredModel): RegisteredModel {
  return {
    name: model.name,
    description: model.description ?? '',
    aliases: Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, String(version)])),
    tags: fromWire(model.tags),
    creationTime: Number(model.creation_timestamp ?? 0),
    lastUpdatedTime: Number(model.last_updated_timestamp ?? 0),
  };
}
