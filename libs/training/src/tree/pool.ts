import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { Lifeline } from '../threads/lifeline.js';

/** Words of a worker's control block. A phase is `8 * call number + OPEN | TAKEN | DONE | FAILED`. */
const WAKE = 0;
const PHASE = 1;
const ADDRESS = 2;
const OPEN = 1;
const TAKEN = 2;
const DONE = 3;
const FAILED = 4;

interface CallWorker {
  worker: Worker;
  port: MessagePort;
  lifeline: Lifeline;
  control: Int32Array<SharedArrayBuffer>;
}

/** What a worker thread runs: the module and its memory are all it needs. It never keeps the process alive. */
const WORKER_TEXT = `
const { workerData } = require('node:worker_threads');
const { module, memory, entry, port, control } = workerData;
const run = new WebAssembly.Instance(module, { env: { memory } }).exports[entry];
for (;;) {
  const wake = Atomics.load(control, ${WAKE});
  const phase = Atomics.load(control, ${PHASE});
  if (phase % 8 !== ${OPEN}) {
    Atomics.wait(control, ${WAKE}, wake);
    continue;
  }
  const call = phase - ${OPEN};
  if (Atomics.compareExchange(control, ${PHASE}, phase, call + ${TAKEN}) !== phase) continue;
  let end = ${DONE};
  try {
    run(control[${ADDRESS}]);
  } catch (error) {
    port.postMessage(error);
    end = ${FAILED};
  }
  Atomics.store(control, ${PHASE}, call + end);
  Atomics.notify(control, ${PHASE});
}
`;

/**
 * Warm worker threads that call one export of a WebAssembly module over one shared memory. What is to be done lies in
 * the memory, and the threads share it out among themselves; one that is not up yet when the work is done is left
 * behind, so that the first call never waits for it.
 */
export class CallPool {
  private readonly workers: CallWorker[] = [];
  private started = 0;
  /** Below 2^27, so that a phase has 30 bits. */
  private call = 0;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly memory: WebAssembly.Memory,
    private readonly entry: string,
  ) {}

  /** Has up to `count` threads call the export with `address`; `finish` must follow. */
  start(count: number, address: number): void {
    this.call = (this.call + 1) % 2 ** 27;
    this.started = count;
    for (let i = 0; i < count; i++) {
      const { control } = (this.workers[i] ??= this.add(i));
      control[ADDRESS] = address;
      Atomics.store(control, PHASE, 8 * this.call + OPEN);
      Atomics.add(control, WAKE, 1);
      Atomics.notify(control, WAKE);
    }
  }

  /**
   * Waits for the threads that took part.
   * @throws Error with the cause when one of them failed
   * @throws DomainError `limit_exceeded` when one of them ended
   */
  finish(): void {
    const phase = 8 * this.call;
    let failure: { error: unknown } | null = null;
    let death: unknown;
    for (const { port, control, lifeline } of this.workers.slice(0, this.started)) {
      if (Atomics.compareExchange(control, PHASE, phase + OPEN, 0) === phase + OPEN) continue;
      try {
        lifeline.waitWhile(control, PHASE, phase + TAKEN);
      } catch (ended) {
        // The others are waited for all the same: they work in the memory that the next call uses.
        death = ended;
        continue;
      }
      if (Atomics.load(control, PHASE) === phase + FAILED) failure = { error: receiveMessageOnPort(port)!.message };
    }
    if (death) throw death;
    if (failure) throw new Error(`a worker thread failed in '${this.entry}'`, { cause: failure.error });
  }

  close(): void {
    // forEach: a thread that ended left a hole.
    this.workers.forEach(({ worker }) => void worker.terminate());
    this.workers.length = 0;
  }

  private add(i: number): CallWorker {
    const { port1, port2 } = new MessageChannel();
    const control = new Int32Array(new SharedArrayBuffer(12));
    const { module, memory, entry } = this;
    const lifeline = new Lifeline();
    const worker = new Worker(WORKER_TEXT, {
      eval: true,
      execArgv: [],
      workerData: { module, memory, entry, port: port2, far: lifeline.far, control },
      transferList: [port2, lifeline.far],
    });
    // `finish` tells whoever waits; by itself a dead thread does not end the process. The next call starts another.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.workers[i]?.worker === worker) delete this.workers[i];
    });
    worker.unref();
    port1.unref();
    return { worker, port: port1, lifeline, control };
  }
}
