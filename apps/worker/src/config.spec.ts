import { describe, expect, it } from '@jest/globals';
import { availableParallelism } from 'node:os';
import { readConfig } from './config.js';

const ENOUGH = { DATABASE_URL: 'postgresql://db.test/antidote', MLFLOW_TRACKING_URI: 'http://mlflow.test:5000' };

describe('readConfig', () => {
  it('needs the two addresses and has a default for the rest', () => {
    expect(readConfig(ENOUGH)).toMatchObject({ databaseUrl: ENOUGH.DATABASE_URL, port: 4120, host: '127.0.0.1' });
    expect(readConfig({ ...ENOUGH, ANTIDOTE_HOME: '/data' }).blobs).toBe('/data/blobs');
    expect(readConfig({ ...ENOUGH, ANTIDOTE_BLOBS: '/blobs', ANTIDOTE_HOME: '/data' }).blobs).toBe('/blobs');
  });

  it('computes in so many threads at a time as it is told, in one a processor else', () => {
    expect(readConfig({ ...ENOUGH, ANTIDOTE_WORKER_CONCURRENCY: '3' }).concurrency).toBe(3);
    expect(readConfig(ENOUGH).concurrency).toBe(availableParallelism());
    expect(() => readConfig({ ...ENOUGH, ANTIDOTE_WORKER_CONCURRENCY: '0' })).toThrow(/ANTIDOTE_WORKER_CONCURRENCY/);
  });

  it('takes another address for links to MLflow', () => {
    expect(readConfig(ENOUGH).mlflowUrl).toBeUndefined();
    expect(readConfig({ ...ENOUGH, ANTIDOTE_MLFLOW_URL: 'https://mlflow.test' }).mlflowUrl).toBe('https://mlflow.test');
    expect(() => readConfig({ ...ENOUGH, ANTIDOTE_MLFLOW_URL: 'mlflow' })).toThrow(/ANTIDOTE_MLFLOW_URL/);
  });

  it('names every variable that is missing or wrong', () => {
    expect(() => readConfig({ MLFLOW_TRACKING_URI: 'mlflow', ANTIDOTE_WORKER_PORT: '99999' })).toThrow(
      /DATABASE_URL.*MLFLOW_TRACKING_URI.*ANTIDOTE_WORKER_PORT/,
    );
  });
});
