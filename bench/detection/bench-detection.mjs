import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../python-environment.mjs';
import { besideCleanlab } from './beside-cleanlab.mjs';
import { families } from './families.mjs';
import { labelErrors } from './label-errors.mjs';
import { runPython } from './peer-cases.mjs';
import { reviewEfficiency } from './review-efficiency.mjs';
import { speed } from './speed.mjs';
import { heading, line } from './tables.mjs';
import { triggers } from './triggers.mjs';

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
  const beside = (tables, title, counts) =>
    besideCleanlab({ python: peer.python, tables, seeds, title, judged: counts });
  const sections = [
    speed(),
    await beside(data, 'Tables that the settings were tuned on', true),
    await beside(heldOut, 'Held-out tables: wine, and made ones; no setting has seen them', false),
    await reviewEfficiency({ data, seeds }),
    await triggers({ data, seeds }),
    await families({ data, seeds }),
    ...(judged ? [labelErrors(judged)] : []),
  ];
  rmSync(heldOut, { recursive: true });
  const targets = sections.flatMap((section) => section.targets);
  const page = [
    `# Finding wrong labels, beside ${peer.versions.join(', ')}`,
    '',
    `${seeds} seeds, at most 600 rows a table, flips planted at 5, 10, 20 and 40 %; \`antidote\`: the default detector;`,
    'cleanlab: logistic regression, five folds, self-confidence. Intervals: 95 %, over tables and seeds.',
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
