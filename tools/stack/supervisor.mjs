/** Runs parts as child processes, restarts what crashes, and ends everything. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PartFailedError } from './errors.mjs';
import { answers, waitUntil } from './http.mjs';
import { endGroup, processState, signalGroup } from './process-state.mjs';
import { writeStack } from './stack-file.mjs';

const FAILURES = 5;
const WITHIN_MS = 60_000;
const BACK_OFF_MS = [250, 500, 1000, 2000];

export class Supervisor {
  #parts = new Map();
  #stopping = null;
  #writing = Promise.resolve();
  #addresses = { databaseUrl: null, mlflowTrackingUri: null, apiUrl: null };

  /**
   * @param stackFile where what runs is written down
   * @param logs folder of the parts' logs
   * @param line prints a line for the user
   * @param giveUp called with a PartFailedError when a part failed five times within a minute
   * @param backOffMs pause before each restart within that minute
   */
  constructor({ stackFile, logs, line, giveUp, backOffMs = BACK_OFF_MS }) {
    Object.assign(this, { stackFile, logs, line, giveUp, backOffMs });
  }

  /**
   * Starts a part; it is kept running until `stop`.
   *
   * @param part `{ part, command, args, options, address, stopSignal?, beforeStart? }`
   * @param {{ check?: () => unknown, path?: string, limitMs?: number, signal?: AbortSignal }} ready resolves once
   *   `check()` is true, or without it once a GET of address + path is answered
   */
  async start(part, { check, path, limitMs = 120_000, signal }) {
    const log = join(this.logs, `${part.part}.log`);
    const entry = { ...part, log, child: null, record: null, failures: [] };
    this.#parts.set(part.part, entry);
    await this.#spawn(entry);
    const isReady = check ?? (() => answers(`${part.address}${path}`, { signal }));
    await waitUntil(async () => entry.child !== null && (await isReady()), {
      what: `${part.part} (log: ${log})`,
      limitMs,
      signal,
    });
  }

  /** Notes addresses that have become usable. */
  async announce(addresses) {
    Object.assign(this.#addresses, addresses);
    await this.#write();
  }

  /** Ends a part and starts it anew. */
  async restart(part) {
    const entry = this.#parts.get(part);
    const { record } = entry;
    entry.child = null;
    await endGroup(record.pid, { signal: record.stopSignal });
    await this.#spawn(entry);
  }

  async #spawn(entry) {
    await entry.beforeStart?.();
    if (this.#stopping !== null) return;
    const fd = openSync(entry.log, 'a', 0o600);
    const child = spawn(entry.command, entry.args, { ...entry.options, detached: true, stdio: ['ignore', fd, fd] });
    closeSync(fd);
    const ended = (how) => {
      if (entry.child !== child) return;
      entry.child = null;
      if (this.#stopping === null) this.#restart(entry, child.pid, how).catch(this.giveUp);
    };
    entry.child = child;
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signalName) => ended(signalName ?? `code ${code}`));
    if (child.pid === undefined) return;
    entry.record = {
      part: entry.part,
      pid: child.pid,
      startTime: processState(child.pid)?.startTime ?? null,
      address: entry.address,
      log: entry.log,
      stopSignal: entry.stopSignal ?? 'SIGTERM',
    };
    await this.#write();
  }

  async #restart(entry, pid, how) {
    const now = performance.now();
    entry.failures = [...entry.failures.filter((time) => now - time < WITHIN_MS), now];
    if (entry.failures.length >= FAILURES) {
      this.giveUp(
        new PartFailedError(
          `${entry.part} failed ${FAILURES} times within a minute, last with ${how}; its log is ${entry.log}`,
        ),
      );
      return;
    }
    const pause = this.backOffMs[entry.failures.length - 1];
    this.line(`${entry.part} ended with ${how}; started again in ${pause / 1000} s (log: ${entry.log})`);
    // Children of the part may outlive it and hold its port.
    if (pid !== undefined) await endGroup(pid, { signal: 'SIGKILL' });
    await wait(pause);
    await this.#spawn(entry);
  }

  #write() {
    if (this.#stopping !== null) return this.#writing;
    this.#writing = this.#writing.then(() =>
      writeStack(this.stackFile, {
        pid: process.pid,
        startTime: processState(process.pid)?.startTime ?? null,
        ...this.#addresses,
        parts: [...this.#parts.values()].map(({ record }) => record).filter(Boolean),
      }),
    );
    return this.#writing;
  }

  /** Ends every part and its children, Postgres last; afterwards nothing runs and the stack file is gone. */
  stop() {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #end() {
    await this.#writing;
    const running = [...this.#parts.values()].filter(({ record }) => record !== null);
    const end = ({ record }) => endGroup(record.pid, { signal: record.stopSignal, graceMs: 5000 });
    await Promise.all(running.filter(({ part }) => part !== 'postgres').map(end));
    await Promise.all(running.filter(({ part }) => part === 'postgres').map(end));
    await rm(this.stackFile, { force: true });
  }

  /** Ends everything at once, without a goodbye: for a second Ctrl-C. */
  kill() {
    for (const { record } of this.#parts.values()) if (record !== null) signalGroup(record.pid, 'SIGKILL');
  }
}
