import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { markdownTable } from '../markdown-table.mjs';
import { pythonEnvironment } from '../python-environment.mjs';
import { benchWorkers } from './workers.mjs';

const LEVELS = '0,5,10,20,30,40,50';
const SEEDS = 10;
const MOST_RUNS = 3;
const PEERS = ['numpy', 'pandas', 'scikit-learn', 'joblib'];
const CASES = [
  { name: 'breast_cancer', wanted: 30 },
  { name: 'digits', wanted: 7 },
];

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

function timed(command, args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1000, answer: JSON.parse(stdout) };
}

/**
 * A robustness study beside scikit-learn with joblib: 7 levels x 10 seeds x {tree, forest}; the same splits' sizes, budgets
 * and models; both on all cores, alternated. Then one worker beside two. Writes the page.
 *
 * @param options.runs of each, 3 at most
 * @param options.only one of the data, without the workers
 * @returns whether each wanted ratio, the median over runs, is reached
 */
export async function benchStudy({ runs: wantedRuns = MOST_RUNS, only, quick = false } = {}) {
  const { python, versions } = pythonEnvironment(path('../../.antidote/bench-study-env'), PEERS);
  const runs = quick ? 1 : Math.min(MOST_RUNS, wantedRuns);
  const cores = String(availableParallelism());
  let reached = true;
  const rows = [];
  for (const { name, wanted } of CASES.filter((one) => !only || one.name === only)) {
    const data = path(`../../data/${name}.csv`);
    const flags = ['--levels', LEVELS, '--seeds', String(SEEDS), '--threads', cores, '--json'];
    const command = path('../../apps/cli/bin/antidote.js');
    const pairs = Array.from({ length: runs }, (_, run) => {
      process.stderr.write(`study: ${name}, run ${run + 1} of ${runs}\n`);
      return {
        ours: timed(process.execPath, [command, 'study', '--data_path', data, ...flags]),
        alone: timed(process.execPath, [path('ours.mjs'), data, LEVELS, String(SEEDS), cores]),
        theirs: timed(python, [path('peer.py'), data, LEVELS, String(SEEDS), cores]),
      };
    });
    const ratio = median(pairs.map(({ alone, theirs }) => theirs.answer.seconds / alone.answer.seconds));
    if (ratio < wanted) reached = false;
    const { ours, theirs } = pairs[0];
    const gaps = ours.answer.cells
      .filter(({ level }) => level <= 20)
      .map((cell) => 100 * (cell.mean - theirs.answer.means[`${cell.model}/${cell.level}`]));
    const at10 = (model) =>
      [
        ours.answer.cells.find((cell) => cell.model === model && cell.level === 10).mean,
        theirs.answer.means[`${model}/10`],
      ]
        .map((value) => (100 * value).toFixed(1))
        .join(' and ');
    rows.push([
      name,
      median(pairs.map((pair) => pair.alone.answer.seconds)).toFixed(2),
      median(pairs.map((pair) => pair.theirs.answer.seconds)).toFixed(2),
      `${ratio.toFixed(1)} (wanted ${wanted})`,
      `${median(pairs.map((pair) => pair.ours.seconds)).toFixed(2)} and ${median(pairs.map(({ theirs }) => theirs.seconds - theirs.answer.repeated)).toFixed(2)}`,
      at10('decision-tree'),
      at10('random-forest'),
      `${Math.min(...gaps).toFixed(1)} to ${Math.max(...gaps).toFixed(1)}`.replaceAll('-', '\u2212'),
    ]);
  }
  const head = [
    'data',
    'antidote, s',
    'scikit-learn, s',
    'ratio',
    'whole commands, s',
    'tree at 10 %',
    'forest at 10 %',
    'ours less theirs, points',
  ];
  const workers = only ? null : await benchWorkers({ runs });
  if (workers?.reached === false) reached = false;
  const page = `# A study beside scikit-learn

${LEVELS.split(',').length} levels x ${SEEDS} seeds x {tree, forest of 100}; median of ${runs} alternated runs on ${cores} cores. Seconds and ratio are of
the study alone: splits, poison, fits, predictions and report, each side in its third study in one process, its threads,
or joblib's processes, up and its code compiled; whole commands that study once, with start-up, imports and reading, stand
beside. Accuracies are ours and theirs; the last column spans both models and the levels up to 20 %, above which chance
rules where there are two classes. Made by \`npm run bench -- study\` with ${versions.join(', ')}.

${markdownTable(head, rows)}
${workers ? `\n${workers.section}` : ''}`;
  await writeFile(path('../results/study.md'), page);
  process.stdout.write(page);
  return reached;
}
