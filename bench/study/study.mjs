/**
 * A robustness study beside scikit-learn with joblib: `node bench/study/study.mjs --python PYTHON [--runs N] [--only DATA]`. 7 levels x
 * 10 seeds x {tree, forest}; the same splits' sizes, budgets and models; both on all cores. Alternated, CPU and wall time,
 * median of the ratios; writes bench/results/study.md and fails where a wanted ratio is missed.
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

const LEVELS = '0,5,10,20,30,40,50';
const SEEDS = 10;
const CASES = [
  { name: 'breast_cancer', wanted: 30 },
  { name: 'digits', wanted: 7 },
];
const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    runs: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
});
const cores = String(availableParallelism());

function timed(command, args) {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return { seconds: (performance.now() - start) / 1000, answer: JSON.parse(stdout) };
}

const path = (relative) => new URL(relative, import.meta.url).pathname;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const rows = [];
for (const { name, wanted } of CASES.filter((one) => !values.only || one.name === values.only)) {
  const data = path(`../../data/${name}.csv`);
  const ours = () =>
    timed(process.execPath, [
      path('../../apps/cli/bin/antidote.js'),
      'study',
      '--data_path',
      data,
      '--levels',
      LEVELS,
      '--seeds',
      String(SEEDS),
      '--threads',
      cores,
      '--json',
    ]);
  const theirs = () => timed(values.python, [path('peer.py'), data, LEVELS, String(SEEDS), cores]);
  const runs = Array.from({ length: Number(values.runs) }, () => ({ ours: ours(), theirs: theirs() }));
  const ratio = median(runs.map((run) => run.theirs.answer.seconds / run.ours.seconds));
  const accuracy = (model, level) =>
    [
      runs[0].ours.answer.cells.find((cell) => cell.model === model && cell.level === level).mean,
      runs[0].theirs.answer.means[`${model}/${level}`],
    ]
      .map((value) => (100 * value).toFixed(1))
      .join(' and ');
  rows.push([
    name,
    median(runs.map((run) => run.ours.seconds)).toFixed(2),
    median(runs.map((run) => run.theirs.answer.seconds)).toFixed(2),
    `${ratio.toFixed(1)} (wanted ${wanted})`,
    accuracy('decision-tree', 10),
    accuracy('random-forest', 10),
  ]);
  if (ratio < wanted) process.exitCode = 1;
}
const head = ['data', 'antidote, s', 'scikit-learn, s', 'ratio', 'tree at 10 %', 'forest at 10 %'];
const page = `# A study beside scikit-learn

${LEVELS.split(',').length} levels x ${SEEDS} seeds x {tree, forest of 100}; median of ${values.runs} alternated runs on ${cores} cores. Ours is the whole command with
start-up, reading and report; scikit-learn's is the fits and predictions alone, seeds shared out by joblib. Accuracies are ours and theirs.

| ${head.join(' | ')} |
| ${head.map(() => '---').join(' | ')} |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
await writeFile(new URL('../results/study.md', import.meta.url), page);
process.stdout.write(page);
