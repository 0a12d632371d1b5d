import { MlflowLimitError } from './mlflow-error.js';

/**
 * MLflow's limits, in code points unless named otherwise. Over-long parameters and tags are cut by the server without
 * a word, so every value is checked here before anything is sent.
 *
 * @see mlflow/utils/validation.py, 3.17.2
 */
export const LIMITS = {
  metricsPerBatch: 1000,
  paramsPerBatch: 100,
  tagsPerBatch: 100,
  entriesPerBatch: 1000,
  /** Bytes of one log-batch request; the server stops at 1,000,000. */
  batchBytes: 900_000,
  key: 250,
  paramValue: 6000,
  tagValue: 8000,
  experimentName: 500,
  registryTagValue: 100_000,
  datasetName: 500,
  datasetDigest: 36,
  datasetSource: 65_535,
  datasetSchema: 1_048_575,
  datasetProfile: 16_777_215,
  inputTagKey: 255,
  inputTagValue: 500,
  alias: 255,
  registeredModelName: 256,
} as const;

/** @throws MlflowLimitError when `text` has more than `limit` code points */
export function checkLength(what: string, text: string, limit: number): void {
  // UTF-16 length bounds the number of code points, so that only suspicious texts are counted.
  if (text.length <= limit) return;
  const length = Array.from(text).length;
  if (length > limit) {
    throw new MlflowLimitError(`${what} has ${length} characters, MLflow takes ${limit}: shorten it`);
  }
}

/** A key of a metric, parameter or tag: letters, digits, `_ - . : /` and blanks, and as a path without `.`, `..` or gaps. */
export function checkKey(what: string, key: string): void {
  checkLength(`${what} '${key.slice(0, 40)}...'`, key, LIMITS.key);
  if (!/^[\p{L}\p{N}_\-. :/]+$/u.test(key)) {
    throw new MlflowLimitError(`${what} '${key}' may hold letters, digits, _ - . : / and blanks only: rename it`);
  }
  if (key.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw new MlflowLimitError(`${what} '${key}' is no plain path: leave out empty, . and .. segments`);
  }
}

/** An alias of a registered model: word characters and `-`; `latest` and `v1`, `v2`, ... are MLflow's own. */
export function checkAlias(alias: string): void {
  checkLength('alias', alias, LIMITS.alias);
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias))
    throw new MlflowLimitError(`alias '${alias}' may hold letters, digits, _ and - only`);
  if (alias.toLowerCase() === 'latest' || /^v\d+$/i.test(alias)) {
    throw new MlflowLimitError(`alias '${alias}' is reserved by MLflow: choose another name`);
  }
}

export function checkRegisteredModelName(name: string): void {
  checkLength('registered model name', name, LIMITS.registeredModelName);
  if (name.trim() === '' || /[/:]/.test(name) || name === '.' || name === '..') {
    throw new MlflowLimitError(`registered model name '${name}' must not be empty and holds no / and no :`);
  }
}
