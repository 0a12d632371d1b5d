import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { DomainError } from '@antidote/tabular';
import { ingestFile, type IngestedFile, type IngestOptions } from '@antidote/workflows';

/** A file read into its canonical table, which lies beside it until it is taken into the blob store. */
export interface Ingested extends Omit<IngestedFile, 'table'> {
  table: { path: string; sha256: string };
}

/** Reads a staged file. @throws DomainError for whatever is wrong with it */
export type Ingest = (path: string, options: IngestOptions) => Promise<Ingested>;

/** Reads a file and writes its canonical table beside it. */
export async function ingestHere(path: string, options: IngestOptions): Promise<Ingested> {
  const { table, ...rest } = await ingestFile(path, options);
  const beside = `${path}.table`;
  await writeFile(beside, table, { flush: true, mode: 0o600 });
  return { ...rest, table: { path: beside, sha256: createHash('sha256').update(table).digest('hex') } };
}

export interface IngestRequest {
  path: string;
  options: IngestOptions;
}

/** What a thread answers: errors lose their class on the way. */
export type IngestAnswer =
  { ingested: Ingested } | { refusal: Pick<DomainError, 'code' | 'message' | 'details'> } | { defect: string };

/** Longer than any file within the limits takes; a hostile one may keep its reader busy for ever. */
const DEADLINE_MS = 15 * 60 * 1000;
const HEAP_MIB = 1024;

let last: Promise<unknown> = Promise.resolve();

/**
 * Reads files one after the other, each in a thread of its own: the main thread stays free, memory is that of one file,
 * and a file that takes too long or too much ends with its thread.
 */
export const ingestInThread: Ingest = (path, options) => {
  const next = last.then(() => runThread({ path, options }));
  last = next.catch(() => undefined);
  return next;
};

function runThread(request: IngestRequest): Promise<Ingested> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./ingest-thread.js', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
    });
    const timer = setTimeout(() => {
      void thread.terminate();
      reject(tooMuch(`was not read within ${DEADLINE_MS / 60_000} minutes`));
    }, DEADLINE_MS);
    thread.once('message', (answer: IngestAnswer) => {
      if ('ingested' in answer) resolve(answer.ingested);
      else if ('refusal' in answer) {
        reject(new DomainError(answer.refusal.code, answer.refusal.message, answer.refusal.details));
      } else reject(new Error(answer.defect));
    });
    thread.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(`takes more than ${HEAP_MIB} MiB to read`) : error),
    );
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread that read the file ended without an answer'));
    });
  });
}

function tooMuch(what: string): DomainError {
  return new DomainError('limit_exceeded', `The file ${what}; it may be damaged. Split it, or write it again.`);
}
