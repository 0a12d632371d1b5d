import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '@antidote/tabular';
import { type IngestAnswer, ingestHere, type IngestRequest } from './ingest.js';

async function answer({ path, options }: IngestRequest): Promise<IngestAnswer> {
  try {
    return { ingested: await ingestHere(path, options) };
  } catch (error) {
    if (!(error instanceof DomainError))
      return { defect: error instanceof Error ? (error.stack ?? '') : String(error) };
    return { refusal: { code: error.code, message: error.message, details: error.details } };
  }
}

parentPort!.postMessage(await answer(workerData as IngestRequest));
