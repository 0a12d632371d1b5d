import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem, type as system, release } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMlflow } from '../local-mlflow.mjs';
import { pythonEnvironment } from '../python-environment.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The peers' packages; MLflow in the version that the project runs. */
const PACKAGES = ['pandas', 'scikit-learn', 'mlflow==3.17.2'];

/** How many times faster each command has to be than its peer. */
const WANTED = { poison: 4, train: 8 };

/**
 * Times `antidote poison` and `antidote train` on Iris as whole processes beside the few lines of Python that do the
 * same, both logging to the same MLflow server. The runs alternate; one of each comes first and is not counted.
 *
 * @returns true when both reach the wanted ratio of medians
 */
export async function benchCommands({ runs = 9, trackingUri } = {}) {
  const { bin, python, versions } = pythonEnvironment(join(root, '.antidote', 'bench-env'), PACKAGES);
  const folder = mkdtempSync(join(tmpdir(), 'antidote-bench-'));
  const server = trackingUri
    ? { address: trackingUri, stop: async () => {} }
    : await startMlflow(join(bin, 'mlflow'), folder);
  try {
    const antidote = join(root, 'node_modules/.bin/antidote');
    const iris = join(root, 'data/iris.csv');
    const poisoned = join(folder, 'iris_poisoned_10.csv');
    const pairs = {
      poison: [
        [antidote, 'poison', '--data_path', iris, '--percent', '10', '--out', poisoned, '--force'],
        [python, here('poison.py'), iris, '10', join(folder, 'python.csv')],
      ],
      train: [
        [antidote, 'train', '--data_path', poisoned, '--tracking-uri', server.address],
        [python, here('train.py'), poisoned, server.address],
      ],
    };
    const rows = Object.entries(pairs).map(([name, [ours, peer]]) => ({ name, ...compare(python, ours, peer, runs) }));
    report(rows, { runs, versions, antidote, explicit: trackingUri !== undefined });
    return rows.every((row) => row.wallRatio >= WANTED[row.name]);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(python, ours, peer, runs) {
  const times = { ours: [], peer: [] };
  for (let i = 0; i <= runs; i++) {
    const pair = { ours: measure(python, ours), peer: measure(python, peer) };
    if (i === 0) continue;
    times.ours.push(pair.ours);
    times.peer.push(pair.peer);
  }
  const of = (side, field) => median(times[side].map((one) => one[field]));
  const [wall, cpu, peerWall, peerCpu] = [of('ours', 'wall'), of('ours', 'cpu'), of('peer', 'wall'), of('peer', 'cpu')];
  return { wall, cpu, peerWall, peerCpu, wallRatio: peerWall / wall, cpuRatio: peerCpu / cpu };
}

function measure(python, command) {
  const { stdout, stderr } = spawnSync(python, [here('../measure.py'), ...command], { encoding: 'utf8' });
  const result = JSON.parse(stdout);
  if (result.exit !== 0) throw new Error(`${command.join(' ')} ended with exit code ${result.exit}: ${stderr}`);
  return result;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function report(rows, { runs, versions, antidote, explicit }) {
  const node =
    spawnSync(antidote.replace(/antidote$/, 'node'), ['--version'], { encoding: 'utf8' }).stdout?.trim() ||
    process.version;
  const date = new Date().toISOString().slice(0, 10);
  const ms = (seconds) => `${Math.round(1000 * seconds)} ms`;
  const table = rows.map(
    (row) =>
      `| ${row.name} | ${ms(row.wall)} | ${ms(row.peerWall)} | ${row.wallRatio.toFixed(1)}x | ${WANTED[row.name]}x | ${ms(row.cpu)} | ${ms(row.peerCpu)} | ${row.cpuRatio.toFixed(1)}x |`,
  );
  const text = `# Commands beside a few lines of Python, ${date}

Whole processes on Iris, from start to exit, as one types them; medians of ${runs} alternating runs after one that is not
counted. Both trainings log a run with parameters, metrics, dataset and model to the same MLflow server
(${explicit ? 'given by address' : 'started for the benchmark, SQLite'}).

| command | antidote, wall | Python, wall | ratio | wanted | antidote, CPU | Python, CPU | ratio |
| --- | --- | --- | --- | --- | --- | --- | --- |
${table.join('\n')}

Machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release()}; Node ${node}; ${versions.join(', ')}.

Commands: \`antidote poison --data_path data/iris.csv --percent 10\` and \`bench/commands/poison.py\`;
\`antidote train --data_path iris_poisoned_10.csv --tracking-uri ...\` and \`bench/commands/train.py\`.
Again: \`npm run bench -- commands --runs ${runs}\`.
`;
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  writeFileSync(join(root, `bench/results/${date}-commands.md`), text);
  process.stdout.write(text);
}
