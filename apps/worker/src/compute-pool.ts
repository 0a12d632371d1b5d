import { Worker } from 'node:worker_threads';
import type { Compute } from '@antidote/workflows';
import { type ComputeAnswer, type ComputeRequest, fromFault } from './compute-message.js';

interface Task {
  request: ComputeRequest;
  signal: AbortSignal;
  resolve(output: unknown): void;
  reject(error: unknown): void;
  /** Called when it is aborted before a thread took it. */
  leave(): void;
}

/**
 * Runs computations in threads, so that the main thread is free to beat the hearts of jobs. Threads are started when
 * needed, up to `size`, and kept. An aborted computation ends with its thread, as nothing else stops a busy loop.
 */
export class ComputePool {
  private readonly waiting: Task[] = [];
  private readonly idle: Worker[] = [];
  private readonly threads = new Set<Worker>();

  /** @param newThread starts a thread that answers each request with a message */
  constructor(
    private readonly size: number,
    private readonly newThread: () => Worker = () => new Worker(new URL('./compute-thread.js', import.meta.url)),
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
      // By name: Node's Worker has listeners of its own, without which no later message arrives.
      for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event);
      task.signal.removeEventListener('abort', onAbort);
    };
    const discard = (reason: unknown) => {
      settle();
      this.threads.delete(thread);
      // A thread that is being ended may still report a fault; nobody waits for it any more.
      thread.on('error', () => undefined);
      void thread.terminate();
      task.reject(reason);
      this.next();
    };
    const onAbort = () => discard(task.signal.reason);
    task.signal.addEventListener('abort', onAbort, { once: true });
    thread.once('message', (answer: ComputeAnswer) => {
      settle();
      this.idle.push(thread);
      if ('output' in answer) task.resolve(answer.output);
      else task.reject(fromFault(answer.fault));
      this.next();
    });
    thread.once('error', discard);
    thread.once('exit', (code) => discard(new Error(`the computing thread ended with code ${code}`)));
    thread.postMessage(task.request);
  }

  private start(): Worker {
    const thread = this.newThread();
    this.threads.add(thread);
    return thread;
  }
}
