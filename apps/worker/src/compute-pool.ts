import { DomainError } from '@antidote/tabular';
import { Worker } from 'node:worker_threads';
import type { Compute } from '@antidote/workflows';
import { type ComputeAnswer, type ComputeRequest, fromFault } from './compute-message.js';

/** Fits leave many short-lived arrays; with the default of V8 a twelfth of a study's time goes into collecting them. */
const YOUNG_HEAP_MIB = 96;

interface Task {
  request: ComputeRequest;
  signal: AbortSignal;
  resolve(output: unknown): void;
  reject(error: unknown): void;
  /** Called when it is aborted before a thread took it. */
  leave(): void;
}

/** A computation in a thread. */
interface Running {
  answer(answer: ComputeAnswer): void;
  fail(reason: unknown): void;
}

/**
 * Runs computations in threads, so that the main thread is free to beat the hearts of jobs. Threads are started when
 * needed, up to `size`, and kept. An aborted computation ends with its thread, as nothing else stops a busy loop.
 * A thread that dies fails its computation and no other.
 */
export class ComputePool {
  private readonly waiting: Task[] = [];
  private readonly idle: Worker[] = [];
  private readonly threads = new Set<Worker>();
  private readonly running = new Map<Worker, Running>();

  /** @param newThread starts a thread that answers each request with a message */
  constructor(
    private readonly size: number,
    private readonly newThread: () => Worker = () =>
      new Worker(new URL('./compute-thread.js', import.meta.url), {
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
      }),
  ) {}

  readonly compute = ((name, input, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(task), 1);
        reject(signal.reason);
      };
      const task = { request: { name, input }, signal, resolve: resolve as Task['resolve'], reject, leave };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(task);
      this.next();
    })) as Compute;

  async close(): Promise<void> {
    await Promise.all([...this.threads].map((thread) => thread.terminate()));
  }

  private next(): void {
    if (this.waiting.length === 0) return;
    const thread = this.idle.pop() ?? (this.threads.size < this.size ? this.start() : null);
    if (!thread) return;
    const task = this.waiting.shift()!;
    task.signal.removeEventListener('abort', task.leave);
    this.run(thread, task);
  }

  private run(thread: Worker, task: Task): void {
    const settle = () => {
      this.running.delete(thread);
      task.signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      void thread.terminate();
      this.lose(thread, task.signal.reason);
    };
    task.signal.addEventListener('abort', onAbort, { once: true });
    this.running.set(thread, {
      answer: (answer) => {
        settle();
        this.idle.push(thread);
        if ('output' in answer) task.resolve(answer.output);
        else task.reject(fromFault(answer.fault));
        this.next();
      },
      fail: (reason) => {
        settle();
        task.reject(reason);
      },
    });
    thread.postMessage(task.request);
  }

  /** A thread is no more, in the midst of a computation or between two: no task may ever be given to it. */
  private lose(thread: Worker, reason: unknown): void {
    if (!this.threads.delete(thread)) return;
    const position = this.idle.indexOf(thread);
    if (position >= 0) this.idle.splice(position, 1);
    this.running.get(thread)?.fail(reason);
    this.next();
  }

  private start(): Worker {
    const thread = this.newThread();
    this.threads.add(thread);
    thread.on('message', (answer: ComputeAnswer) => this.running.get(thread)?.answer(answer));
    // After an error a thread ends; the exit that follows finds it lost already.
    thread.on('error', (error: NodeJS.ErrnoException) => this.lose(thread, deathOf(error)));
    thread.on('exit', (code) => this.lose(thread, new Error(`the computing thread ended with code ${code}`)));
    return thread;
  }
}

function deathOf(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  const remedy = 'train on fewer rows, or on fewer or shallower trees, or give the worker more memory';
  return new DomainError('limit_exceeded', `The computation ran out of memory; ${remedy}.`, {}, { cause: error });
}
