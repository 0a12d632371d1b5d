import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from '../python-environment.mjs';
import { CASES } from './cases.mjs';
import { measureCase } from './measure-case.mjs';
import { isLessAccurate, loadNow, page, verdictOf } from './page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PEERS = ['scikit-learn', 'joblib', 'numpy', 'pandas', 'psutil', 'xgboost-cpu', 'ydf'];

/**
 * Times our learners beside scikit-learn, XGBoost and Yggdrasil. A whole run writes `bench/results/<date>-training.md`;
 * `only` (cases whose name holds one of the texts) and `quick` (fewer runs, no slow case) print alone.
 *
 * @returns true when no target is missed and no peer is more accurate
 */
export async function benchTraining({ only, quick = false } = {}) {
  const { python, versions } = pythonEnvironment(join(root, '.antidote', 'bench-training-env'), PEERS);
  const wanted = only?.split(',');
  const chosen = CASES.filter((one) =>
    wanted ? wanted.some((text) => one.name.includes(text)) : !(quick && one.slow),
  );
  if (chosen.length === 0) throw new Error(`no case ${only}; there is\n  ${CASES.map((one) => one.name).join('\n  ')}`);
  run(process.execPath, [join(root, 'tools/build.mjs')]);
  const data = join(root, '.antidote', 'bench-data');
  const datasets = [...new Set(chosen.map((one) => one.dataset))];
  run(python, [join(root, 'bench/training/datasets.py'), join(root, 'data'), data, ...datasets]);

  const load = loadNow();
  const results = [];
  for (const [index, benchCase] of chosen.entries()) {
    process.stderr.write(`bench: ${index + 1}/${chosen.length} ${benchCase.name}\n`);
    results.push(await measureCase(benchCase, { python, data, quick }).catch((error) => failed(benchCase, error)));
  }

  const date = new Date().toISOString().slice(0, 10);
  const flags = [...(only ? [`--only '${only}'`] : []), ...(quick ? ['--quick'] : [])];
  const command = ['npm run bench -- training', ...flags].join(' ');
  const text = page(results, { date, versions, command, load });
  process.stdout.write(text);
  if (!only && !quick) {
    mkdirSync(join(root, 'bench/results'), { recursive: true });
    writeFileSync(join(root, `bench/results/${date}-training.md`), text);
  }
  return results.every((result) => !result.failure && verdictOf(result)?.met !== false && !isLessAccurate(result));
}

/** A case that cannot run costs its row, not the others'. */
function failed(benchCase, error) {
  process.stderr.write(`bench: ${benchCase.name}: ${error.message}\n`);
  return { case: benchCase, failure: reasonOf(error) };
}

/** The line that names the error, as Python and Node print it among others. */
function reasonOf({ message }) {
  const lines = message.trim().split('\n');
  return (lines.findLast((line) => /\w*Error\b/.test(line)) ?? lines[0]).slice(0, 200);
}

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${status}`);
}
