import { CLIENT_KEY_TAG, createOnce } from './client-key.js';
import { fromWire, toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import { checkKey, checkLength, LIMITS } from './limits.js';
import { metricFromWire, type Metric, type WireMetric } from './metric.js';
import { readJson } from './read-json.js';
import { filterText, searchPages } from './search-pages.js';
import type { CallOptions, Transport } from './transport.js';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Run {
  runId: string;
  runName: string;
  experimentId: string;
  status: RunStatus;
  /** Milliseconds since 1970. */
  startTime: number;
  endTime: number | undefined;
  artifactUri: string;
  lifecycleStage: 'active' | 'deleted';
  /** The latest value of each metric. */
  metrics: Metric[];
  params: Record<string, string>;
  tags: Record<string, string>;
}

export interface CreateRunRequest {
  experimentId: string;
  runName: string;
  /** Milliseconds since 1970; now unless told. */
  startTime?: number;
  tags?: KeyValues;
  /** Nests the run below another. */
  parentRunId?: string;
  /** Shown as the run's creator. */
  user?: string;
  /** The same key gives the same run, in this process and in later ones. */
  idempotencyKey?: string;
}

export interface SearchRunsRequest {
  experimentIds: string[];
  /** MLflow's filter language, such as "metrics.accuracy > 0.9 and tags.stage = 'final'". */
  filter?: string;
  orderBy?: string[];
  /** Runs a page, up to 50,000; 100 unless told. */
  pageSize?: number;
}

interface WireRun {
  info: {
    run_id: string;
    run_name?: string;
    experiment_id: string;
    status: RunStatus;
    start_time?: number;
    end_time?: number;
    artifact_uri: string;
    lifecycle_stage: 'active' | 'deleted';
  };
  data?: { metrics?: WireMetric[]; params?: WireKeyValue[]; tags?: WireKeyValue[] };
}

/** Creates a run; a repeat after a lost answer finds the run by its client key instead of making a second one. */
export function createRun(transport: Transport, request: CreateRunRequest, options?: CallOptions): Promise<Run> {
  const tags = {
    ...request.tags,
    ...(request.user === undefined ? {} : { 'mlflow.user': request.user }),
    ...(request.parentRunId === undefined ? {} : { 'mlflow.parentRunId': request.parentRunId }),
  };
  checkLength('run name', request.runName, LIMITS.key);
  const startTime = request.startTime ?? Date.now();
  return createOnce(
    request.idempotencyKey,
    (key) => findRun(transport, request.experimentId, key, options),
    async (key, recover) => {
      const body = {
        experiment_id: request.experimentId,
        run_name: request.runName,
        start_time: startTime,
        tags: toWire('tag', { ...tags, [CLIENT_KEY_TAG]: key }, LIMITS.tagValue),
      };
      return transport.send<Run>(
        {
          method: 'POST',
          path: '/api/2.0/mlflow/runs/create',
          json: body,
          read: async (response) => runFromWire((await readJson<{ run: WireRun }>(response, 'POST runs/create')).run),
          recover,
        },
        options,
      );
    },
  );
}

async function findRun(
  transport: Transport,
  experimentId: string,
  key: string,
  options?: CallOptions,
): Promise<Run | undefined> {
  const filter = `tags.${CLIENT_KEY_TAG} = ${filterText(key)}`;
  for await (const run of searchRuns(transport, { experimentIds: [experimentId], filter, pageSize: 1 }, options))
    return run;
  return undefined;
}

export async function getRun(transport: Transport, runId: string, options?: CallOptions): Promise<Run> {
  const { run } = await transport.api<{ run: WireRun }>('GET', 'runs/get', { run_id: runId }, options);
  return runFromWire(run);
}

/** Ends, renames or reopens a run. */
export async function updateRun(
  transport: Transport,
  runId: string,
  change: { status?: RunStatus; endTime?: number; runName?: string },
  options?: CallOptions,
): Promise<void> {
  const body = { run_id: runId, status: change.status, end_time: change.endTime, run_name: change.runName };
  await transport.api('POST', 'runs/update', body, options);
}

export function searchRuns(
  transport: Transport,
  request: SearchRunsRequest,
  options?: CallOptions,
): AsyncGenerator<Run, void, undefined> {
  return searchPages(async (pageToken) => {
    const answer = await transport.api<{ runs?: WireRun[]; next_page_token?: string }>(
      'POST',
      'runs/search',
      {
        experiment_ids: request.experimentIds,
        filter: request.filter,
        order_by: request.orderBy,
        max_results: request.pageSize ?? 100,
        page_token: pageToken,
      },
      options,
    );
    return { items: (answer.runs ?? []).map(runFromWire), nextPageToken: answer.next_page_token };
  });
}

export async function setRunTag(
  transport: Transport,
  runId: string,
  key: string,
  value: string,
  options?: CallOptions,
): Promise<void> {
  checkKey('tag', key);
  checkLength(`value of tag '${key}'`, value, LIMITS.tagValue);
  await transport.api('POST', 'runs/set-tag', { run_id: runId, key, value }, options);
}

function runFromWire(run: WireRun): Run {
  const { info, data } = run;
  return {
    runId: info.run_id,
    runName: info.run_name ?? '',
    experimentId: info.experiment_id,
    status: info.status,
    startTime: Number(info.start_time ?? 0),
    endTime: info.end_time === undefined ? undefined : Number(info.end_time),
    artifactUri: info.artifact_uri,
    lifecycleStage: info.lifecycle_stage,
    metrics: (data?.metrics ?? []).map(metricFromWire),
    params: fromWire(data?.params),
    tags: fromWire(data?.tags),
  };
}
