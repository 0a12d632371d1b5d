import { spawnSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, tmpdir, totalmem, type as system } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python-environment.mjs';
import { startServer } from './local-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const PACKAGES = ['numpy', 'pyarrow', 'dvc'];
const ROWS = 1_000_000;
const POISONED_ROWS = 10;

/** What has to hold: seconds, MiB and bytes at most. */
const LIMITS = { registerAndValidate: 60, serverMib: 1024, patchBytes: 100_000, diff: 2 };

const seconds = (begun) => (performance.now() - begun) / 1000;

/**
 * Registers a million rows of 20 columns with the real API and waits for their validation; registers the Parquet twin,
 * poisons ten labels, compares the versions; `sha256sum` and `dvc add` of the same file stand beside for scale.
 *
 * @returns true when every limit holds and the twins have one digest
 */
export async function benchData({ quick = false } = {}) {
  const rows = quick ? ROWS / 20 : ROWS;
  const { bin, python, versions } = pythonEnvironment(join(root, '.antidote', 'bench-data-env'), PACKAGES);
  const folder = await mkdtemp(join(tmpdir(), 'antidote-bench-'));
  // Postgres may run as another account, which has to reach its data.
  await chmod(folder, 0o755);
  const csv = join(folder, 'million.csv');
  const parquet = join(folder, 'million.parquet');
  run(python, [here('million-rows.py'), String(rows), csv, parquet]);
  const peers = { sha256sum: timed('sha256sum', [csv], folder), dvc: await timeDvc(join(bin, 'dvc'), folder, csv) };
  const home = join(folder, 'home');
  await mkdir(home);
  const server = await startServer(home);
  try {
    const figures = { ...(await measure(server, csv, parquet)), peers };
    const text = page({ rows, csv: (await stat(csv)).size, parquet: (await stat(parquet)).size, figures, versions });
    process.stdout.write(text);
    if (!quick) {
      const date = new Date().toISOString().slice(0, 10);
      await writeFile(join(root, 'bench/results', `${date}-data.md`), text);
    }
    return checks(figures).every(({ holds }) => holds);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(server, csv, parquet) {
  const ask = async (method, path, body) => {
    const form = body instanceof FormData;
    const answer = await fetch(`${server.apiUrl}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${server.key}`, ...(body && !form && { 'content-type': 'application/json' }) },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  };
  const register = async (path) => {
    const form = new FormData();
    for (const [name, value] of [
      ['name', 'million'],
      ['target', 'label'],
      ['source', 'supplier'],
    ])
      form.set(name, value);
    form.set('file', new File([await openAsBlob(path)], 'million'));
    const begun = performance.now();
    const { latest } = await ask('POST', 'datasets', form);
    return { latest, seconds: seconds(begun) };
  };
  const ended = async (id) => {
    for (;;) {
      const current = await ask('GET', `runs/${id}`);
      if (current.state === 'succeeded') return current;
      if (current.state !== 'queued' && current.state !== 'running') throw new Error(JSON.stringify(current.error));
      await pause(100);
    }
  };

  const cpuBefore = server.cpu('api') + server.cpu('worker');
  const begun = performance.now();
  const first = await register(csv);
  const { items } = await ask('GET', 'runs');
  await ended(items.find(({ kind, inputVersionId }) => kind === 'validate' && inputVersionId === first.latest.id).id);
  const registerAndValidate = seconds(begun);
  const cpu = server.cpu('api') + server.cpu('worker') - cpuBefore;
  const { validation } = await ask('GET', `versions/${first.latest.id}/validation`);
  const memory = { api: server.peak('api'), worker: server.peak('worker') };
  const twin = await register(parquet);
  const twinMemory = server.peak('api');
  // Blocked only if validation found something; the bench's table is sound.
  const { rows } = await ask('GET', `versions/${first.latest.id}`);
  const spec = { attack: 'uniform', percent: (POISONED_ROWS / rows) * 100, seed: 1 };
  const poison = await ended((await ask('POST', 'runs', { kind: 'poison', versionId: first.latest.id, spec })).id);
  const poisonSeconds = (Date.parse(poison.finishedAt) - Date.parse(poison.startedAt)) / 1000;
  const patchBytes = await newestBlobs(server.blobs, Date.parse(poison.startedAt));
  const diffs = [];
  let diff;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    diff = await ask('GET', `datasets/million/diff?from=${first.latest.id}&to=${poison.outputVersionId}`);
    diffs.push(seconds(start));
  }
  return {
    register: first.seconds,
    registerAndValidate,
    cpu,
    verdict: validation?.verdict ?? null,
    memory,
    twin: {
      seconds: twin.seconds,
      same: twin.latest.id === first.latest.id,
      digest: first.latest.digest,
      memory: twinMemory,
    },
    poisonSeconds,
    changedLabels: diff.changedLabels,
    patchBytes,
    // The second and third: the machine has the blobs in memory then, as it has after registering.
    diff: diffs.sort((a, b) => a - b)[1],
  };
}

/** Bytes that came into the blob store since a moment: the patch and the ground truth. */
async function newestBlobs(blobs, since) {
  const { stdout } = spawnSync('find', [blobs, '-type', 'f', '-newermt', `@${since / 1000}`, '-printf', '%s\n'], {
    encoding: 'utf8',
  });
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .reduce((sum, size) => sum + Number(size), 0);
}

async function timeDvc(dvc, folder, csv) {
  const repository = join(folder, 'dvc');
  await mkdir(repository);
  const env = { ...process.env, DVC_NO_ANALYTICS: '1' };
  run(dvc, ['init', '--no-scm', '--quiet'], { cwd: repository, env });
  run('cp', [csv, join(repository, 'million.csv')]);
  return timed(dvc, ['add', '--quiet', 'million.csv'], repository, env);
}

function timed(command, args, cwd, env = process.env) {
  const begun = performance.now();
  run(command, args, { cwd, env });
  return seconds(begun);
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(' ')} ended with exit code ${status}`);
}

function checks({ registerAndValidate, memory, twin, patchBytes, diff, changedLabels }) {
  const at = (value, limit) => `${value.toFixed(1)} (at most ${limit})`;
  return [
    {
      what: 'registered and validated, s',
      text: at(registerAndValidate, LIMITS.registerAndValidate),
      holds: registerAndValidate <= LIMITS.registerAndValidate,
    },
    {
      what: 'memory of the API at most, MiB',
      text: at(Math.max(memory.api, twin.memory), LIMITS.serverMib),
      holds: Math.max(memory.api, twin.memory) <= LIMITS.serverMib,
    },
    {
      what: 'memory of the worker at most, MiB',
      text: at(memory.worker, LIMITS.serverMib),
      holds: memory.worker <= LIMITS.serverMib,
    },
    { what: 'the Parquet twin has the same digest', text: String(twin.same), holds: twin.same },
    {
      what: `a patch of ${changedLabels} labels with its ground truth, bytes`,
      text: at(patchBytes, LIMITS.patchBytes),
      holds: patchBytes > 0 && patchBytes <= LIMITS.patchBytes,
    },
    { what: 'diff of the two versions, s', text: at(diff, LIMITS.diff), holds: diff <= LIMITS.diff },
  ];
}

function page({ rows, csv, parquet, figures, versions }) {
  const { peers, twin } = figures;
  const mib = (bytes) => (bytes / 2 ** 20).toFixed(0);
  const lines = checks(figures).map(({ what, text, holds }) => `| ${what} | ${text} | ${holds ? 'holds' : 'MISSED'} |`);
  return `# A table of ${rows} rows and 20 columns through the real API, ${new Date().toISOString().slice(0, 10)}

${mib(csv)} MiB of CSV, ${mib(parquet)} MiB of Parquet, written by pyarrow; the API, the worker and Postgres are processes of
their own. Memory is the most that a process has held (VmHWM), its threads included.

| | measured | |
| --- | --- | --- |
${lines.join('\n')}

| for scale, s | |
| --- | --- |
| register the CSV (upload, parse, digest of every row and column, canonical table, both blobs on the disk) | ${figures.register.toFixed(1)} |
| register and validate, processor time of API and worker | ${figures.cpu.toFixed(1)} |
| register the Parquet twin | ${twin.seconds.toFixed(1)} |
| poison 10 labels (a run of the worker) | ${figures.poisonSeconds.toFixed(1)} |
| \`sha256sum\` of the CSV: a hash of bytes, told nothing of rows | ${peers.sha256sum.toFixed(1)} |
| \`dvc add\` of the CSV: a hash of bytes and a copy | ${peers.dvc.toFixed(1)} |

Verdict of validation: ${figures.verdict}. Digest ${twin.digest}.

Machine: ${system()} ${release()}, ${cpus().length} processors (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB; load average ${loadavg()[0].toFixed(1)}.
Node ${process.version}; ${versions.join(', ')}.

Again: \`npm run bench -- data\`
`;
}
