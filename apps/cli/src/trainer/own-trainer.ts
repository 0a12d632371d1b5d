import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCsvFile, renderCsv } from '@antidote/dataset-io';
import type { Trainer } from '@antidote/robustness';
import { cellText, DomainError, labelText, type Table } from '@antidote/tabular';

export interface OwnTrainerOptions {
  /** Seconds that one training may take. */
  timeLimit: number;
  /** Trainings at the same time. */
  parallel: number;
}

const WANTED = ['{train}', '{test}', '{predictions}'];
const STDERR_KEPT = 500;

/**
 * The team's own trainer: a command that reads {train}, a CSV file with the label column, and {test}, one without it,
 * and writes {predictions}, a CSV file with a column `prediction` and one line a test row in the same order. {seed} is
 * optional. Each run is a process of its own, ended with all that it started when its time is up.
 *
 * @throws DomainError `invalid_argument` when the command lacks a placeholder; as a trainer: `invalid_model` when the
 *   command fails or its predictions cannot be used, `limit_exceeded` when its time is up
 */
export function ownTrainer(command: string, { timeLimit, parallel }: OwnTrainerOptions): Trainer {
  const missing = WANTED.filter((name) => !command.includes(name));
  if (missing.length > 0) {
    throw new DomainError(
      'invalid_argument',
      `--trainer lacks ${missing.join(' and ')}; it was ${JSON.stringify(command)}.`,
    );
  }
  const slots = new Slots(parallel);
  return (train, test, seed) =>
    slots.take(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'antidote-trainer-'));
      try {
        const path = (name: string) => join(folder, `${name}.csv`);
        await writeFile(path('train'), tableCsv(train, true));
        await writeFile(path('test'), tableCsv(test, false));
        const filled = command
          .replaceAll('{train}', quoted(path('train')))
          .replaceAll('{test}', quoted(path('test')))
          .replaceAll('{predictions}', quoted(path('predictions')))
          .replaceAll('{seed}', String(seed % 2 ** 31));
        await runToEnd(filled, timeLimit);
        return await readPredictions(path('predictions'), train.target.classes, test.rowCount);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
}

/** Lets so many at a time through; after a failure nobody else. */
class Slots {
  private readonly waiting: (() => void)[] = [];
  private failure: unknown = null;

  constructor(private free: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      if (this.failure !== null) throw this.failure;
      return await work();
    } catch (error) {
      this.failure ??= error;
      throw error;
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    }
  }
}

const quoted = (path: string) => (process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`);

function tableCsv(table: Table, withLabel: boolean): Uint8Array {
  const header = [...table.features.map(({ name }) => name), ...(withLabel ? [table.target.name] : [])];
  const lines = Array.from({ length: table.rowCount }, (_, row) => [
    ...table.features.map((column) => cellText(column, row)),
    ...(withLabel ? [labelText(table, row)] : []),
  ]);
  return renderCsv(header, lines);
}

async function runToEnd(command: string, timeLimit: number): Promise<void> {
  const child = spawn(command, {
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const onExit = () => endAll(child);
  process.once('exit', onExit);
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-STDERR_KEPT)));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    endAll(child);
  }, timeLimit * 1000);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (late) {
      throw new DomainError(
        'limit_exceeded',
        `The trainer took over ${timeLimit} s and was ended; raise --time-limit or give it less to do.`,
      );
    }
    if (code !== 0) {
      const said = stderr.trim() === '' ? 'It wrote nothing on stderr.' : `It wrote: ${stderr.trim()}`;
      throw new DomainError('invalid_model', `The trainer ended with ${code ?? 'a signal'}. ${said}`);
    }
  } finally {
    clearTimeout(timer);
    process.off('exit', onExit);
  }
}

/** Ends the process and what it started. */
function endAll(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function readPredictions(path: string, classes: string[], rowCount: number): Promise<Int32Array> {
  await readFile(path).catch((error: unknown) => {
    throw new DomainError(
      'invalid_model',
      'The trainer ended well but wrote no {predictions} file.',
      {},
      { cause: error },
    );
  });
  const { document } = await readCsvFile(path);
  const at = document.header.indexOf('prediction');
  if (at < 0) {
    throw new DomainError(
      'invalid_model',
      `The trainer's predictions have no column "prediction"; they have ${document.header.join(', ')}.`,
    );
  }
  if (document.rows.length !== rowCount) {
    throw new DomainError(
      'invalid_model',
      `The trainer predicted ${document.rows.length} rows of ${rowCount}; it must predict each.`,
    );
  }
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  return Int32Array.from(document.rows, (row, index) => {
    const code = codeOf.get(row[at]!);
    if (code !== undefined) return code;
    throw new DomainError(
      'invalid_model',
      `The trainer predicted ${JSON.stringify(row[at])} for row ${index}, which is no class; there are ${classes.slice(0, 10).join(', ')}.`,
    );
  });
}
