import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import type { GrownTree } from '../forest/grown-tree.js';
import { runTrees, type RunWords } from '../forest/run-trees.js';
import { Lifeline } from '../threads/lifeline.js';
import type { WasmKernel } from './wasm-kernel.js';

/** Words of a worker's control block. A phase is `4 * job number + OPEN | TAKEN | DONE`. */
const CALLS = 0;
const PHASE = 1;
const OPEN = 1;
const TAKEN = 2;
const DONE = 3;

/** Rows x trees x features a node that are grown sooner than a thread is up. Measured. */
const COLD_WORK = 1_500_000;

interface PoolWorker {
  worker: Worker;
  port: MessagePort;
  lifeline: Lifeline;
  control: Int32Array<SharedArrayBuffer>;
}

interface Answer {
  trees: { tree: number; grown: GrownTree }[];
  error?: unknown;
}

/**
 * What a worker thread runs, with `runTrees` as its own text: the kernel needs no other code, so that a worker starts
 * the same from source and from `dist`, without a loader. It sleeps between jobs and never keeps the process alive.
 */
const WORKER_TEXT = `
const { receiveMessageOnPort, workerData } = require('node:worker_threads');
const { module, memory, port, control, at } = workerData;
const runTrees = ${runTrees.toString()};
const kernel = new WebAssembly.Instance(module, { env: { memory } }).exports;
for (let calls = 0; ; calls++) {
  while (Atomics.load(control, ${CALLS}) === calls) Atomics.wait(control, ${CALLS}, calls);
  const { job, buffer, task, worker } = receiveMessageOnPort(port).message;
  const open = 4 * job + ${OPEN};
  if (Atomics.compareExchange(control, ${PHASE}, open, 4 * job + ${TAKEN}) !== open) continue;
  const answer = { trees: [] };
  const moved = [];
  try {
    runTrees(kernel, buffer, task, worker, at, (tree, grown) => {
      answer.trees.push({ tree, grown });
      moved.push(grown.nodes, ...grown.shares.map((batch) => batch.buffer));
    });
  } catch (error) {
    answer.error = error;
  }
  port.postMessage(answer, moved);
  Atomics.store(control, ${PHASE}, 4 * job + ${DONE});
  Atomics.notify(control, ${PHASE});
}
`;

/**
 * Worker threads that stay warm from fit to fit, over the memory of one kernel. Starting a job wakes them by an atomic
 * counter; a thread that is not up yet when the trees run out is left behind, so that the first fit never waits for it.
 */
class Pool {
  private readonly workers: PoolWorker[] = [];
  private job = 0;
  private doneAlone = 0;

  constructor(private readonly kernel: WasmKernel) {}

  /** Whether threads are up, or worth starting for a job of so many rows x trees x features a node, or for many of it. */
  isWorth(work: number): boolean {
    if (this.workers.length > 0) return true;
    this.doneAlone += work;
    return this.doneAlone >= COLD_WORK;
  }

  start(workerAddresses: number[], task: number, buffer: ArrayBufferLike, at: RunWords): void {
    this.job++;
    workerAddresses.forEach((worker, i) => {
      const { port, control } = (this.workers[i] ??= this.add(i, at));
      Atomics.store(control, PHASE, 4 * this.job + OPEN);
      port.postMessage({ job: this.job, buffer, task, worker });
      Atomics.add(control, CALLS, 1);
      Atomics.notify(control, CALLS);
    });
  }

  /**
   * Waits for the threads that took part, and returns their trees.
   * @throws Error with the cause when one of them failed
   * @throws DomainError `limit_exceeded` when one of them ended
   */
  finish(count: number): { tree: number; grown: GrownTree }[] {
    const grown: { tree: number; grown: GrownTree }[] = [];
    let failure: { error: unknown } | null = null;
    let death: unknown;
    for (const { port, control, lifeline } of this.workers.slice(0, count)) {
      const open = 4 * this.job + OPEN;
      if (Atomics.compareExchange(control, PHASE, open, 0) === open) continue;
      try {
        lifeline.waitWhile(control, PHASE, 4 * this.job + TAKEN);
      } catch (ended) {
        // The others are waited for all the same: they work in the memory that the next fit uses.
        death = ended;
        continue;
      }
      const { trees, error } = receiveMessageOnPort(port)!.message as Answer;
      if (error !== undefined) failure = { error };
      grown.push(...trees);
    }
    if (death) throw death;
    if (failure) throw new Error('a worker thread failed while it grew trees', { cause: failure.error });
    return grown;
  }

  close(): void {
    // forEach: a thread that ended left a hole.
    this.workers.forEach(({ worker }) => void worker.terminate());
  }

  private add(i: number, at: RunWords): PoolWorker {
    const { port1, port2 } = new MessageChannel();
    const control = new Int32Array(new SharedArrayBuffer(8));
    const { module, memory } = this.kernel;
    const lifeline = new Lifeline();
    const worker = new Worker(WORKER_TEXT, {
      eval: true,
      execArgv: [],
      workerData: { module, memory, port: port2, far: lifeline.far, control, at },
      transferList: [port2, lifeline.far],
    });
    // `finish` tells whoever waits; by itself a dead thread does not end the process. The next fit starts another.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.workers[i]?.worker === worker) delete this.workers[i];
    });
    worker.unref();
    port1.unref();
    return { worker, port: port1, lifeline, control };
  }
}

const pools = new WeakMap<WasmKernel, Pool>();

/** The pool over a kernel's memory; its threads start with the first job. */
export function poolOf(kernel: WasmKernel): Pool {
  let pool = pools.get(kernel);
  if (!pool) pools.set(kernel, (pool = new Pool(kernel)));
  return pool;
}

/** Ends the threads over a kernel's memory, so that it can be given back. */
export function closePool(kernel: WasmKernel): void {
  pools.get(kernel)?.close();
  pools.delete(kernel);
}
