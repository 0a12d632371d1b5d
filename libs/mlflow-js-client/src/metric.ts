import { checkKey } from './limits.js';

export interface Metric {
  key: string;
  /** May be NaN. MLflow keeps an infinity as the largest finite number of its sign. */
  value: number;
  /** Milliseconds since 1970. The same point logged again with the same timestamp changes nothing. */
  timestamp: number;
  /** 0 unless told. */
  step?: number;
  /** The logged model the metric speaks of; it then shows on the model's page too. */
  modelId?: string;
  /** The dataset it was measured on: name and digest, as logged as an input. */
  datasetName?: string;
  datasetDigest?: string;
}

export interface WireMetric {
  key: string;
  value: number | string;
  timestamp: number;
  step?: number;
  model_id?: string;
  dataset_name?: string;
  dataset_digest?: string;
}

export function metricToWire(metric: Metric): WireMetric {
  checkKey('metric', metric.key);
  return {
    key: metric.key,
    // JSON has no NaN and no infinity: the server reads their names.
    value: Number.isFinite(metric.value) ? metric.value : String(metric.value),
    timestamp: Math.trunc(metric.timestamp),
    step: metric.step ?? 0,
    ...(metric.modelId === undefined ? {} : { model_id: metric.modelId }),
    ...(metric.datasetName === undefined ? {} : { dataset_name: metric.datasetName }),
    ...(metric.datasetDigest === undefined ? {} : { dataset_digest: metric.datasetDigest }),
  };
}

export function metricFromWire(metric: WireMetric): Metric {
  return {
    key: metric.key,
    value: Number(metric.value),
    timestamp: Number(metric.timestamp),
    step: Number(metric.step ?? 0),
    ...(metric.model_id ? { modelId: metric.model_id } : {}),
    ...(metric.dataset_name ? { datasetName: metric.dataset_name } : {}),
    ...(metric.dataset_digest ? { datasetDigest: metric.dataset_digest } : {}),
  };
}
