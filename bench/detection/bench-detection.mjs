import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readCsvFile, toTable } from '../../libs/dataset-io/dist/index.js';
import { findLabelIssues } from '../../libs/label-cleaning/dist/index.js';
import { meanInterval } from '../../libs/statistics/dist/index.js';
import { pythonEnvironment } from '../python-environment.mjs';

const ROOT = join(import.meta.dirname, '../..');
const WANTED_GAIN = 0.05;
const WANTED_FALSE = 0.07;

/**
 * The default detector beside cleanlab's default, on the same rows with the same planted flips: average precision,
 * precision at k, rows flagged by mistake on clean tables. Writes the page and returns whether the targets are reached.
 * @param options.data folder of CSV files whose last column is the label
 * @param options.seeds splits of each table
 */
export async function benchDetection({ data = join(ROOT, 'data'), seeds = 10, quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-detection-'));
  const peer = pythonEnvironment(join(tmpdir(), 'bench-detection-env'), ['cleanlab==2.9.0', 'scikit-learn', 'pandas']);
  const files = readdirSync(data).filter((name) => name.endsWith('.csv'));
  if (files.length === 0) throw new Error(`--data ${data}: there is no CSV file`);
  const cases = [];
  for (const file of files) {
    const result = spawnSync(
      peer.python,
      [join(import.meta.dirname, 'peer.py'), folder, join(data, file), String(quick ? Math.min(2, seeds) : seeds)],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (result.status !== 0) throw new Error(`peer.py ${file} failed (exit ${result.status})`);
    const lines = readFileSync(join(folder, `${basename(file, '.csv')}.jsonl`), 'utf8')
      .trim()
      .split('\n');
    for (const line of lines) cases.push(await judged(folder, JSON.parse(line)));
  }
  rmSync(folder, { recursive: true });
  const { page, reached } = pageOf(cases, peer.versions);
  const path = join(ROOT, 'bench/results', `${new Date().toISOString().slice(0, 10)}-detection.md`);
  writeFileSync(path, page);
  process.stdout.write(page);
  return reached;
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

/** Sum of precision over the gains of recall, as scikit-learn's; rows of equal quality count together. */
function averagePrecision(ranked, quality, bad) {
  const total = bad.reduce((sum, flag) => sum + flag, 0);
  let hits = 0;
  let area = 0;
  for (let from = 0, to = 0; from < ranked.length; from = to) {
    const before = hits;
    while (to < ranked.length && quality[ranked[to]] === quality[ranked[from]]) hits += bad[ranked[to++]];
    area += ((hits - before) / total) * (hits / to);
  }
  return area;
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const fixed = (number) => number.toFixed(3);

function pageOf(cases, versions) {
  const tables = [...new Set(cases.map(({ theirs }) => theirs.table))];
  const of = (attack, side, figure, table) =>
    cases
      .filter(({ theirs }) => theirs.attack === attack && (!table || theirs.table === table))
      .map((one) => one[side][figure]);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const lines = [
    `# Finding wrong labels, beside ${versions.join(', ')}`,
    '',
    'At most 600 rows a table, flips planted at 5, 10, 20 and 40 %; `antidote`: the default detector; cleanlab: logistic',
    'regression, five folds, self-confidence. Intervals: 95 % over paired differences by table and seed.',
    '',
  ];
  let reached = true;
  for (const attack of ['uniform', 'targeted']) {
    const header = [
      '',
      'average precision',
      'cleanlab',
      'precision at k',
      'cleanlab',
      'bad rows flagged',
      'cleanlab',
      'sound rows flagged',
      'cleanlab',
    ];
    lines.push(`## ${attack} flips`, '', line(header), line(header.map(() => '---')));
    for (const table of [...tables, null]) {
      const figures = ['averagePrecision', 'precisionAtK', 'flaggedBad', 'flaggedClean'];
      const cells = figures.flatMap((figure) =>
        ['ours', 'theirs'].map((side) => fixed(mean(of(attack, side, figure, table)))),
      );
      lines.push(line([table ?? '**mean**', ...cells]));
    }
    const gains = tables.flatMap((table) => {
      const own = cases.filter(({ theirs }) => theirs.attack === attack && theirs.table === table);
      return [...new Set(own.map(({ theirs }) => theirs.seed))].map((seed) =>
        mean(
          own
            .filter(({ theirs }) => theirs.seed === seed)
            .map(({ ours, theirs }) => ours.averagePrecision - theirs.averagePrecision),
        ),
      );
    });
    const { low, high } = meanInterval(gains);
    const gain = mean(gains);
    if (gain < WANTED_GAIN) reached = false;
    lines.push('', `Gain ${fixed(gain)} [${fixed(low)}, ${fixed(high)}]; wanted ${WANTED_GAIN}.`, '');
  }
  lines.push(
    '## Clean tables: rows flagged by mistake',
    '',
    line(['', 'antidote', 'cleanlab']),
    line(['---', '---', '---']),
  );
  for (const table of [...tables, null]) {
    const [ours, theirs] = ['ours', 'theirs'].map((side) => mean(of('clean', side, 'flaggedClean', table)));
    if (table === null && ours > WANTED_FALSE) reached = false;
    lines.push(line([table ?? '**mean**', fixed(ours), fixed(theirs)]));
  }
  return { page: `${lines.join('\n')}\n`, reached };
}
