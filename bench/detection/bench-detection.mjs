import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readCsvFile, toTable } from '../../libs/dataset-io/dist/index.js';
import { findLabelIssues } from '../../libs/label-cleaning/dist/index.js';
import { meanInterval } from '../../libs/statistics/dist/index.js';
import { pythonEnvironment } from '../python-environment.mjs';
import { averagePrecision } from './average-precision.mjs';
import { reviewEfficiency } from './review-efficiency.mjs';
import { speed } from './speed.mjs';
import { heading, line, mean } from './tables.mjs';
import { triggers } from './triggers.mjs';

const ROOT = join(import.meta.dirname, '../..');
const WANTED_GAIN = 0.05;
const WANTED_FALSE = 0.07;

/**
 * The default detector beside cleanlab's default, on the same rows with the same planted flips, on the tables that it
 * was tuned on and on others; reviews to win accuracy back, triggers, speed. Writes the page and returns whether the
 * targets are reached.
 * @param options.data folder of CSV files whose last column is the label
 * @param options.seeds splits of each table
 */
export async function benchDetection({ data = join(ROOT, 'data'), seeds: given = 10, quick }) {
  const seeds = quick ? Math.min(2, given) : given;
  const folder = mkdtempSync(join(tmpdir(), 'bench-detection-'));
  const peer = pythonEnvironment(join(tmpdir(), 'bench-detection-env'), ['cleanlab==2.9.0', 'scikit-learn', 'pandas']);
  const python = (script, ...options) => {
    const { status } = spawnSync(peer.python, [join(import.meta.dirname, script), ...options], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error(`${script} ${options.join(' ')} failed (exit ${status})`);
  };
  const casesOf = async (tables) => {
    const files = readdirSync(tables).filter((name) => name.endsWith('.csv'));
    if (files.length === 0) throw new Error(`--data ${tables}: there is no CSV file`);
    const cases = [];
    for (const file of files) {
      python('peer.py', folder, join(tables, file), String(seeds));
      const lines = readFileSync(join(folder, `${basename(file, '.csv')}.jsonl`), 'utf8').trim();
      for (const each of lines.split('\n')) cases.push(await judged(folder, JSON.parse(each)));
    }
    return cases;
  };
  const heldOut = join(folder, 'held-out');
  mkdirSync(heldOut);
  python('held-out.py', heldOut);
  const sections = [
    beside(await casesOf(data), 'Tables that the settings were tuned on'),
    beside(await casesOf(heldOut), 'Held-out tables: wine, and made ones'),
    await reviewEfficiency({ data, seeds }),
    await triggers({ data, seeds }),
    speed(),
  ];
  rmSync(folder, { recursive: true });
  const page = [
    `# Finding wrong labels, beside ${peer.versions.join(', ')}`,
    '',
    `${seeds} seeds, at most 600 rows a table, flips planted at 5, 10, 20 and 40 %; \`antidote\`: the default detector;`,
    'cleanlab: logistic regression, five folds, self-confidence. Intervals: 95 % over paired differences by table and seed.',
    '',
    ...sections.flatMap(({ lines }) => lines),
  ].join('\n');
  const path = join(ROOT, 'bench/results', `${new Date().toISOString().slice(0, 10)}-detection.md`);
  writeFileSync(path, page);
  process.stdout.write(page);
  return sections.every(({ reached }) => reached);
}

async function judged(folder, theirs) {
  const { document } = await readCsvFile(join(folder, theirs.file));
  const { table } = toTable(document, { target: theirs.target });
  const { ranked, quality, flagged } = findLabelIssues(table, { seed: theirs.seed });
  const bad = new Uint8Array(table.rowCount);
  for (const row of theirs.bad) bad[row] = 1;
  const share = (rows) => (rows.length === 0 ? null : rows.filter((row) => flagged[row] === 1).length / rows.length);
  const all = [...bad.keys()];
  return {
    theirs,
    ours: {
      averagePrecision: theirs.bad.length ? averagePrecision(ranked, quality, bad) : null,
      precisionAtK: theirs.bad.length
        ? [...ranked.subarray(0, theirs.bad.length)].filter((row) => bad[row] === 1).length / theirs.bad.length
        : null,
      flaggedClean: share(all.filter((row) => bad[row] === 0)),
      flaggedBad: share(all.filter((row) => bad[row] === 1)),
    },
  };
}

const fixed = (number) => number.toFixed(3);

/** Average precision, precision at k, and what is flagged rightly and by mistake, by table. */
function beside(cases, title) {
  const tables = [...new Set(cases.map(({ theirs }) => theirs.table))];
  const of = (attack, side, figure, table) =>
    cases
      .filter(({ theirs }) => theirs.attack === attack && (!table || theirs.table === table))
      .map((one) => one[side][figure]);
  const lines = [`## ${title}`, ''];
  let reached = true;
  const figures = ['averagePrecision', 'precisionAtK', 'flaggedBad', 'flaggedClean'];
  const names = ['average precision', 'precision at k', 'bad rows flagged', 'sound rows flagged'];
  for (const attack of ['uniform', 'targeted']) {
    lines.push(`### ${attack} flips`, '', ...heading(['', ...names.flatMap((name) => [name, 'cleanlab'])]));
    for (const table of [...tables, null]) {
      const cells = figures.flatMap((figure) =>
        ['ours', 'theirs'].map((side) => fixed(mean(of(attack, side, figure, table)))),
      );
      lines.push(line([table ?? '**mean**', ...cells]));
    }
    const gains = tables.flatMap((table) => gainsBySeed(cases, attack, table));
    const { low, high } = meanInterval(gains);
    const gain = mean(gains);
    if (gain < WANTED_GAIN) reached = false;
    lines.push('', `Gain ${fixed(gain)} [${fixed(low)}, ${fixed(high)}]; wanted ${WANTED_GAIN}.`, '');
  }
  lines.push('### Rows of clean tables flagged by mistake', '', ...heading(['', 'antidote', 'cleanlab']));
  for (const table of [...tables, null]) {
    const [ours, theirs] = ['ours', 'theirs'].map((side) => mean(of('clean', side, 'flaggedClean', table)));
    if (table === null && ours > WANTED_FALSE) reached = false;
    lines.push(line([table ?? '**mean**', fixed(ours), fixed(theirs)]));
  }
  lines.push('');
  return { lines, reached };
}

/** Gain in average precision, over the rates, of each seed. */
function gainsBySeed(cases, attack, table) {
  const own = cases.filter(({ theirs }) => theirs.attack === attack && theirs.table === table);
  return [...new Set(own.map(({ theirs }) => theirs.seed))].map((seed) =>
    mean(
      own
        .filter(({ theirs }) => theirs.seed === seed)
        .map(({ ours, theirs }) => ours.averagePrecision - theirs.averagePrecision),
    ),
  );
}
