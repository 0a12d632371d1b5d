import { join } from 'node:path';
import { readCsvFile, toTable } from '../../libs/dataset-io/dist/index.js';
import { findLabelIssues } from '../../libs/label-cleaning/dist/index.js';
import { meanInterval } from '../../libs/statistics/dist/index.js';
import { averagePrecision } from './average-precision.mjs';
import { peerCases } from './peer-cases.mjs';
import { heading, line, mean } from './tables.mjs';
import { target } from './targets.mjs';

const RATES = [5, 10, 20, 40];
const WANTED_GAIN = 0.05;
const WANTED_FALSE = 0.07;
/** Tables whose classes are told apart nearly always, and the average precision wanted of their uniform flips. */
const EASY = ['breast_cancer', 'digits', 'iris', 'penguins'];
const WANTED_EASY = 0.97;

/**
 * The default detector beside cleanlab's default on the same rows with the same flips: average precision by table and
 * rate, what is flagged rightly, and what by mistake.
 * @param judged whether the page's targets speak of these tables
 */
export async function besideCleanlab({ python, tables, seeds, title, judged }) {
  const cases = [];
  for (const each of peerCases(python, tables, seeds)) cases.push(await withOurs(each));
  const names = [...new Set(cases.map(({ theirs }) => theirs.table))];
  const lines = [`## ${title}`, ''];
  const targets = [];
  for (const attack of ['uniform', 'targeted']) {
    const of = cases.filter(({ theirs }) => theirs.attack === attack);
    lines.push(`### ${attack} flips`, '', ...precisionTable(of, names), ...flaggedTable(of, names));
    const gains = names.flatMap((table) => gainsBySeed(of, table));
    const gain = meanInterval(gains);
    lines.push(`Gain in average precision ${withInterval(gain)}.`, '');
    targets.push(target(`average precision over cleanlab's, ${attack} flips`, gain.value, WANTED_GAIN));
  }
  lines.push('### Rows of clean tables flagged by mistake', '', ...heading(['', 'antidote', 'cleanlab']));
  const clean = names.map((table) => {
    const own = cases.filter(({ theirs }) => theirs.attack === 'clean' && theirs.table === table);
    return { table, ours: figure(own, 'ours', 'flaggedClean'), theirs: figure(own, 'theirs', 'flaggedClean') };
  });
  const all = {
    table: '**mean**',
    ours: mean(clean.map(({ ours }) => ours)),
    theirs: mean(clean.map((one) => one.theirs)),
  };
  lines.push(...[...clean, all].map(({ table, ours, theirs }) => line([table, fixed(ours), fixed(theirs)])), '');
  const easy = cases.filter(({ theirs }) => theirs.attack === 'uniform' && EASY.includes(theirs.table));
  if (easy.length > 0) {
    targets.push(
      target(
        `average precision, uniform flips of ${EASY.join(', ')}`,
        figure(easy, 'ours', 'averagePrecision'),
        WANTED_EASY,
      ),
    );
  }
  const more = clean.filter(({ ours, theirs }) => ours > theirs).length;
  targets.push(
    target('clean tables of which more is flagged than by cleanlab', more, 0, { most: true, digits: 0 }),
    target('rows of clean tables flagged', all.ours, WANTED_FALSE, { most: true }),
  );
  return { lines, targets: judged ? targets : [] };
}

async function withOurs({ folder, theirs }) {
  const { document } = await readCsvFile(join(folder, theirs.file));
  const { table } = toTable(document, { target: theirs.target });
  const { ranked, quality, flagged } = findLabelIssues(table, { seed: theirs.seed });
  const bad = new Uint8Array(table.rowCount);
  for (const row of theirs.bad) bad[row] = 1;
  const share = (rows) => (rows.length === 0 ? null : rows.filter((row) => flagged[row] === 1).length / rows.length);
  const all = [...bad.keys()];
  const ours = {
    averagePrecision: theirs.bad.length ? averagePrecision(ranked, quality, bad) : null,
    flaggedClean: share(all.filter((row) => bad[row] === 0)),
    flaggedBad: share(all.filter((row) => bad[row] === 1)),
  };
  return { theirs, ours };
}

const fixed = (number) => number.toFixed(3);
const withInterval = ({ value, low, high }) => `${fixed(value)} [${fixed(low)}, ${fixed(high)}]`;
const figure = (cases, side, name) => mean(cases.map((one) => one[side][name]));

/** By table and rate: ours, and cleanlab's in parentheses; the gain over all rates with its interval over the seeds. */
function precisionTable(cases, tables) {
  const row = (name, own, gains) => {
    const cells = RATES.map((rate) => {
      const at = own.filter(({ theirs }) => theirs.rate === rate);
      return `${fixed(figure(at, 'ours', 'averagePrecision'))} (${fixed(figure(at, 'theirs', 'averagePrecision'))})`;
    });
    const both = ['ours', 'theirs'].map((side) => fixed(figure(own, side, 'averagePrecision')));
    return line([name, ...cells, ...both, withInterval(meanInterval(gains))]);
  };
  return [
    'Average precision, cleanlab in parentheses:',
    '',
    ...heading(['', ...RATES.map((rate) => `${rate} %`), 'antidote', 'cleanlab', 'gain']),
    ...tables.map((table) =>
      row(
        table,
        cases.filter(({ theirs }) => theirs.table === table),
        gainsBySeed(cases, table),
      ),
    ),
    row(
      '**mean**',
      cases,
      tables.flatMap((table) => gainsBySeed(cases, table)),
    ),
    '',
  ];
}

function flaggedTable(cases, tables) {
  const row = (name, own) =>
    line([
      name,
      ...['flaggedBad', 'flaggedClean'].flatMap((of) => ['ours', 'theirs'].map((side) => fixed(figure(own, side, of)))),
    ]);
  return [
    ...heading(['', 'bad rows flagged', 'cleanlab', 'sound rows flagged', 'cleanlab']),
    ...tables.map((table) =>
      row(
        table,
        cases.filter(({ theirs }) => theirs.table === table),
      ),
    ),
    row('**mean**', cases),
    '',
  ];
}

/** Gain in average precision, over the rates, of each seed. */
function gainsBySeed(cases, table) {
  const own = cases.filter(({ theirs }) => theirs.table === table);
  return [...new Set(own.map(({ theirs }) => theirs.seed))].map((seed) =>
    mean(
      own
        .filter(({ theirs }) => theirs.seed === seed)
        .map(({ ours, theirs }) => ours.averagePrecision - theirs.averagePrecision),
    ),
  );
}
