import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonEnvironment } from '../python-environment.mjs';
import { runPython } from './peer-cases.mjs';
import { heading, line } from './tables.mjs';

const ROOT = join(import.meta.dirname, '../..');

/**
 * The default detector beside cleanlab's default, on the same rows with the same planted flips, on the tables that it
 * was tuned on and on others; reviews to win accuracy back, triggers, other families, speed. Writes the page and
 * returns whether the targets are reached.
 * @param options.data folder of CSV files whose last column is the label
 * @param options.seeds splits of each table
 * @param options.labelErrors checkout of the label-errors repository, for real wrong labels
 */
export async function benchDetection({ data = join(ROOT, 'data'), seeds: given = 10, quick, labelErrors: judged }) {
  const seeds = quick ? Math.min(2, given) : given;
  const peer = pythonEnvironment(join(tmpdir(), 'bench-detection-env'), ['cleanlab==2.9.0', 'scikit-learn', 'pandas']);
  const heldOut = mkdtempSync(join(tmpdir(), 'bench-detection-'));
  runPython(peer.python, [join(import.meta.dirname, 'held-out.py'), heldOut]);
  const beside = { python: peer.python, seeds };
  // At rest first, as it is timed; the others are about accuracy and run side by side.
  const sections = [await section('speed', {})];
  const others = [
    ['besideCleanlab', { ...beside, tables: data, title: 'Tables that the settings were tuned on', judged: true }],
    [
      'besideCleanlab',
      { ...beside, tables: heldOut, title: 'Held-out tables: no setting has seen them', judged: false },
    ],
    ['reviewEfficiency', { data, seeds }],
    ['triggers', { data, seeds }],
    ['families', { data, seeds }],
    ...(judged ? [['labelErrors', { folder: judged }]] : []),
  ];
  sections.push(
    ...(await sideBySide(
      others.map(
        ([name, options]) =>
          () =>
            section(name, options),
      ),
    )),
  );
  rmSync(heldOut, { recursive: true });
  const targets = sections.flatMap((section) => section.targets);
  const page = [
    `# Finding wrong labels, beside ${peer.versions.join(', ')}`,
    '',
    `${seeds} seeds, at most 600 rows a table, flips planted at 5, 10, 20 and 40 %; \`antidote\`: the default detector;`,
    'cleanlab: logistic regression, five folds, self-confidence. Intervals: 95 %, over tables and seeds.',
    'Targeted flips move rows of the commonest class to the next one, half of the class at most.',
    '',
    '## Targets',
    '',
    ...heading(['', 'wanted', 'measured', '']),
    ...targets.map(({ name, wanted, measured, held }) => line([name, wanted, measured, held ? 'held' : '**missed**'])),
    '',
    ...sections.flatMap(({ lines }) => lines),
  ].join('\n');
  const path = join(ROOT, 'bench/results', `${new Date().toISOString().slice(0, 10)}-detection.md`);
  writeFileSync(path, page);
  process.stdout.write(page);
  return targets.every(({ held }) => held);
}

const run = promisify(execFile);

async function section(name, options) {
  const script = join(import.meta.dirname, 'section.mjs');
  const { stdout } = await run(process.execPath, [script, name, JSON.stringify(options)], { maxBuffer: 2 ** 26 });
  process.stderr.write(`bench: ${name} done\n`);
  return JSON.parse(stdout);
}

/** As many tasks at a time as there are processors; the results in the order of the tasks. */
async function sideBySide(tasks) {
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < tasks.length) {
      const at = next++;
      results[at] = await tasks[at]();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return results;
}
