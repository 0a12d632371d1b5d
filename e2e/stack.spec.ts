/**
 * `npm start` as a person meets it: everything comes up, goes down, and survives kill -9. The stories bring up their own
 * stack in their own data folder; MLflow alone is the one that all tests share, as it takes long to start.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runAntidote } from './cli/run-antidote.js';
import { removeHome } from '../tools/stack/postgres-account.mjs';

const START = join(import.meta.dirname, '../tools/start.mjs');
const UP = 'Antidote is up. Ctrl-C stops everything.';
/** Apart from those of the stack that the other tests use. */
const PORTS = {
  ANTIDOTE_POSTGRES_PORT: '25442',
  ANTIDOTE_API_PORT: '24100',
  ANTIDOTE_PROMOTION_PORT: '24310',
  ANTIDOTE_WORKER_PORT: '24520',
};

interface StackFile {
  pid: number;
  apiUrl: string;
  databaseUrl: string;
  parts: { part: string; pid: number; address: string }[];
}

class Start {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(home: string, variables: Record<string, string> = {}) {
    const { DATABASE_URL: _database, ANTIDOTE_API_URL: _api, ANTIDOTE_BLOBS: _blobs, ...shared } = process.env;
    this.child = spawn(process.execPath, [START], { env: { ...shared, ...PORTS, ANTIDOTE_HOME: home, ...variables } });
    for (const stream of [this.child.stdout, this.child.stderr]) stream?.on('data', (text) => (this.output += text));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  async says(text: string): Promise<void> {
    await until(() => this.output.includes(text) || this.child.exitCode !== null);
    if (!this.output.includes(text)) throw new Error(`ended with ${this.child.exitCode}:\n${this.output}`);
  }
}

async function until(check: () => unknown): Promise<void> {
  const deadline = Date.now() + 240_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await wait(50);
  }
}

function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'antidote-stack-'));
  chmodSync(home, 0o755);
  // The study of the first start has a story of its own.
  writeFileSync(join(home, 'first-study-done'), '');
  return home;
}

const authorization = (home: string) => `Bearer ${readFileSync(join(home, 'api-key'), 'utf8').trim()}`;
const stackFile = (home: string): StackFile => JSON.parse(readFileSync(join(home, 'stack.json'), 'utf8'));
const pidOf = (home: string, part: string) => stackFile(home).parts.find((each) => each.part === part)?.pid as number;

/** Living processes that name the data folder in their command or their environment. */
function processesOf(home: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      try {
        // A zombie has neither.
        return ['cmdline', 'environ'].some((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1').includes(home));
      } catch {
        return false;
      }
    })
    .map(Number);
}

const isUp = async (home: string) => {
  const readable = await fetch(`${stackFile(home).apiUrl}/health/ready`).catch(() => null);
  return readable?.ok === true;
};

describe('one stack through its life', () => {
  const home = makeHome();
  let start: Start;
  let squatter: Server;
  let taken: string;
  const startAgain = async () => {
    start = new Start(home, { ANTIDOTE_API_PORT: taken, ANTIDOTE_WORKER_PORT: taken });
    await start.says(UP);
  };

  beforeAll(async () => {
    squatter = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    taken = String((squatter.address() as AddressInfo).port);
    await startAgain();
  });

  afterAll(async () => {
    start.child.kill('SIGTERM');
    await start.ended;
    squatter.close();
    removeHome(home);
  });

  test('a taken port is stepped over, and said', async () => {
    const [, used] = new RegExp(`port ${taken} is taken: api uses (\\d+)`).exec(start.output)!;
    expect(stackFile(home).apiUrl).toBe(`http://127.0.0.1:${used}`);
    expect(await isUp(home)).toBe(true);
  });

  test('prints a link that signs a browser in once, and keeps a key for the command line that nobody else may read', async () => {
    const link = /sign in +(http:\/\/127\.0\.0\.1:\d+\/sign-in#\S+)/.exec(start.output)![1]!;
    const signIn = () =>
      fetch(`${stackFile(home).apiUrl}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ link: new URL(link).hash.slice(1) }),
      });
    const first = await signIn();
    expect(first.status).toBe(201);
    expect(first.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect((await signIn()).status).toBe(401);
    expect(statSync(join(home, 'api-key')).mode & 0o777).toBe(0o600);
  });

  test('a second start says where the first one is, and leaves it alone', async () => {
    const second = new Start(home);
    expect(await second.ended).toBe(0);
    expect(second.output).toContain(`Antidote is up already (process ${start.child.pid})`);
    expect(second.output).toContain(stackFile(home).apiUrl);
    expect(await isUp(home)).toBe(true);
  });

  test('antidote status tells which part does not answer, the API itself among them: exit code 3', async () => {
    // What is slow to answer on a busy machine passes for down as well, for a moment.
    const tells = (code: number, down: string[]) =>
      until(async () => {
        const told = await runAntidote(home, ['status', '--json']);
        const { parts } = JSON.parse(told.stdout) as { parts: { part: string; state: string }[] };
        const silent = parts.filter(({ state }) => state === 'down').map(({ part }) => part);
        return told.code === code && silent.join() === down.join();
      });
    await tells(0, []);
    for (const part of ['worker', 'api']) {
      // It still accepts connections, and answers none.
      process.kill(pidOf(home, part), 'SIGSTOP');
      await tells(3, [part]);
      process.kill(pidOf(home, part), 'SIGCONT');
    }
  });

  test('killed parts are started again: worker, API and Postgres', async () => {
    for (const part of ['worker', 'api', 'postgres']) {
      const pid = pidOf(home, part);
      process.kill(pid, 'SIGKILL');
      await until(() => pidOf(home, part) !== pid);
      await until(() => isUp(home));
      expect(start.output).toContain(`${part} ended with SIGKILL; started again`);
    }
  });

  test('kill -9 of everything is followed by a clean start with the data still there', async () => {
    const created = await fetch(`${stackFile(home).apiUrl}/api/v1/datasets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: authorization(home) },
      body: JSON.stringify({ name: 'kept', csv: 'x,label\n1,a\n2,b\n3,a\n4,b\n' }),
    });
    expect(created.status).toBe(201);
    for (const pid of [stackFile(home).pid, ...stackFile(home).parts.map(({ pid }) => pid)])
      process.kill(pid, 'SIGKILL');
    await start.ended;
    await startAgain();
    const headers = { authorization: authorization(home) };
    expect((await fetch(`${stackFile(home).apiUrl}/api/v1/datasets/kept`, { headers })).status).toBe(200);
  });

  test('after kill -9 of the supervisor alone the next start ends the orphans first', async () => {
    const orphan = pidOf(home, 'worker');
    start.child.kill('SIGKILL');
    await start.ended;
    expect(processesOf(home)).toContain(orphan);
    await startAgain();
    expect(start.output).toMatch(/ended what the last run left behind: .*postgres/);
    expect(processesOf(home)).not.toContain(orphan);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('%s ends everything and leaves nothing', async (name) => {
    if (start.child.exitCode !== null) {
      await startAgain();
    }
    start.child.kill(name);
    expect(await start.ended).toBe(0);
    expect(processesOf(home)).toEqual([]);
    expect(existsSync(join(home, 'stack.json'))).toBe(false);
  });
});

describe('a start that cannot succeed says why in one line and leaves nothing running', () => {
  const home = makeHome();
  afterAll(() => removeHome(home));

  async function fails(variables: Record<string, string>) {
    const start = new Start(home, variables);
    const code = await start.ended;
    const lines = start.output.trimEnd().split('\n');
    expect(processesOf(home)).toEqual([]);
    return { code, last: lines.at(-1) };
  }

  test('no Python', async () => {
    mkdirSync(join(home, 'empty'), { recursive: true });
    const none = { PATH: join(home, 'empty'), MLFLOW_TRACKING_URI: '', ANTIDOTE_MLFLOW_ENV: join(home, 'no-env') };
    expect(await fails(none)).toEqual({
      code: 2,
      last: 'MLflow needs Python 3.10 or later with venv: no python3 on the PATH; install it, or set MLFLOW_TRACKING_URI to your own MLflow server',
    });
  });

  test('a data folder that cannot be written', async () => {
    const file = join(home, 'a-file');
    writeFileSync(file, '');
    expect(await fails({ ANTIDOTE_HOME: join(file, 'home') })).toEqual({
      code: 2,
      last: `the data folder ${join(file, 'home')} cannot be written: a part of its path is a file; set ANTIDOTE_HOME to another folder`,
    });
  });

  test('MLflow not reachable', async () => {
    expect(await fails({ MLFLOW_TRACKING_URI: 'http://127.0.0.1:9' })).toEqual({
      code: 3,
      last: 'MLflow does not answer at http://127.0.0.1:9/health (MLFLOW_TRACKING_URI)',
    });
  });

  test('database not reachable; its password is not shown', async () => {
    const { code, last } = await fails({ DATABASE_URL: 'postgresql://someone:secret@127.0.0.1:9/antidote' });
    expect(code).toBe(3);
    expect(last).toContain('the database of DATABASE_URL (127.0.0.1:9/antidote) cannot be used: ');
    expect(last).not.toContain('secret');
  });

  test('a port that is none', async () => {
    expect(await fails({ ANTIDOTE_API_PORT: 'http' })).toEqual({
      code: 2,
      last: 'ANTIDOTE_API_PORT is "http": give a port from 1 to 65535',
    });
  });
});
