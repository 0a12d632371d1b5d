import { toWire, type KeyValues, type WireKeyValue } from './key-value.js';
import { LIMITS } from './limits.js';
import { metricToWire, type Metric, type WireMetric } from './metric.js';
import type { CallOptions, Transport } from './transport.js';

export interface Batch {
  metrics?: Metric[];
  params?: KeyValues;
  tags?: KeyValues;
}

export interface WireBatch {
  metrics: WireMetric[];
  params: WireKeyValue[];
  tags: WireKeyValue[];
}

/**
 * Logs metrics, parameters and tags, in as few requests as the limits allow. All of it is checked before the first is
 * sent. Safe to repeat: a metric of the same key, step, timestamp and value counts once.
 *
 * @throws MlflowError when a parameter was logged before with another value: parameters never change
 */
export async function logBatch(
  transport: Transport,
  runId: string,
  batch: Batch,
  options?: CallOptions,
): Promise<void> {
  // One after the other: batches of one run that arrive together can deadlock in the server's database.
  for (const part of splitBatch(batch)) {
    await transport.api('POST', 'runs/log-batch', { run_id: runId, ...part }, options);
  }
}

/** Fills each part with parameters, tags, then metrics, up to the limits in numbers and in bytes. */
export function splitBatch(batch: Batch): WireBatch[] {
  const parts: WireBatch[] = [];
  let bytes = 0;
  const encoder = new TextEncoder();

  const add = <K extends keyof WireBatch>(kind: K, entry: WireBatch[K][number], limit: number) => {
    const size = encoder.encode(JSON.stringify(entry)).length + 1;
    let part = parts.at(-1);
    if (
      !part ||
      part[kind].length >= limit ||
      part.metrics.length + part.params.length + part.tags.length >= LIMITS.entriesPerBatch ||
      bytes + size > LIMITS.batchBytes
    ) {
      part = { metrics: [], params: [], tags: [] };
      parts.push(part);
      bytes = 0;
    }
    (part[kind] as (typeof entry)[]).push(entry);
    bytes += size;
  };

  for (const param of toWire('parameter', batch.params ?? {}, LIMITS.paramValue))
    add('params', param, LIMITS.paramsPerBatch);
  for (const tag of toWire('tag', batch.tags ?? {}, LIMITS.tagValue)) add('tags', tag, LIMITS.tagsPerBatch);
  for (const metric of batch.metrics ?? []) add('metrics', metricToWire(metric), LIMITS.metricsPerBatch);
  return parts;
}
