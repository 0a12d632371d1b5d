import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** One side of a case: a process that answers a JSON line to each job. Jobs are given one at a time. */
export class Side {
  #child;
  #answers;
  #complaints = '';

  constructor(command, args) {
    // Waiting OpenMP threads that spin would take the processor from the other side.
    const env = { ...process.env, OMP_WAIT_POLICY: 'PASSIVE', TF_CPP_MIN_LOG_LEVEL: '3' };
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.#child.stderr.on('data', (text) => (this.#complaints = `${this.#complaints}${text}`.slice(-4000)));
    this.#child.stdin.on('error', () => {});
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async do(job) {
    this.#child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${JSON.stringify(job)} failed:\n${this.#complaints}`);
    return JSON.parse(value);
  }

  /** Ends the process and says the most memory that it held. */
  async end() {
    const { peakMiB } = await this.do({ op: 'peak' });
    // At the end of its input it leaves by itself, and takes joblib's workers along.
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
    return peakMiB;
  }

  /** Ends it at once; its own children may hold the pipes for minutes, nobody waits for them. */
  kill() {
    this.#child.kill();
    for (const pipe of this.#child.stdio) pipe.destroy();
  }
}
