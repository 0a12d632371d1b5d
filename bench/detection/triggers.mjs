import { detectIssues } from '../../libs/label-cleaning/dist/index.js';
import { applyAttack } from '../../libs/poisoning/dist/index.js';
import { selectRows } from '../../libs/tabular/dist/index.js';
import { averagePrecision } from './average-precision.mjs';
import { heading, line, mean, predicted, split, tablesOf } from './tables.mjs';
import { target } from './targets.mjs';

const PERCENT = 3;
/** Rise in the share of rows that the trigger sends to its class from which on the attack has worked. */
const WORKS = 0.3;
/** Rows that a pattern needs before any detector can tell it from chance. */
const FEWEST = 4;
const WANTED = { averagePrecision: 0.85, afterDropping: 0.1 };
/** Suspects dropped, in multiples of the rows planted. */
const DROPPED = 1.5;

/**
 * Backdoors of ordinary values: who sees the rows, and what the trigger still does to a forest once the most suspect
 * are dropped. Tables where the attack does not work, or plants fewer than four rows, are named and left
 * out of the mean.
 * @returns lines of the page, and the targets
 */
export async function triggers({ data, seeds }) {
  const names = ['trigger-blind', 'tuple-lift'];
  const rows = [];
  const judged = [];
  for await (const { name, table } of tablesOf(data)) {
    const cases = Array.from({ length: seeds }, (_, seed) => caseOf(table, names, seed));
    const enough = mean(cases.map(({ planted }) => planted)) >= FEWEST;
    const figures = Object.entries(cases[0]).flatMap(([key]) =>
      key === 'planted' ? [] : [mean(cases.map((one) => one[key]))],
    );
    const works = mean(cases.map(({ attack, without }) => attack - without)) >= WORKS;
    if (works && enough) judged.push(figures);
    const remark = works ? (enough ? '' : ` (fewer than ${FEWEST} rows planted)`) : ' (the attack fails)';
    rows.push(line([`${name}${remark}`, ...figures.map((figure) => figure.toFixed(3))]));
  }
  const means = judged[0].map((_, i) => mean(judged.map((figures) => figures[i])));
  const [, , averagePrecisionBlind, , afterBlind] = means;
  return {
    targets: [
      target(
        `average precision, triggers in ${PERCENT} % of the rows (trigger-blind)`,
        averagePrecisionBlind,
        WANTED.averagePrecision,
      ),
      target('attack success after dropping the suspects', afterBlind, WANTED.afterDropping, { most: true }),
    ],
    lines: [
      `## Triggers of ordinary values in ${PERCENT} % of the rows`,
      '',
      `Attack success: share of rows of other classes that the trigger sends to its class, under a random forest; after`,
      `dropping the ${DROPPED} times as many rows that are most suspect. Wanted ${WANTED.averagePrecision} and ${WANTED.afterDropping}.`,
      '',
      ...heading([
        '',
        'attack success',
        'without attack',
        ...['average precision', 'after dropping', 'of clean rows flagged'].flatMap((figure) =>
          names.map((name) => `${figure}, ${name}`),
        ),
      ]),
      ...rows,
      line(['**mean where it works**', ...means.map((figure) => figure.toFixed(3))]),
      '',
    ],
  };
}

function caseOf(table, names, seed) {
  const { train, test } = split(table, seed);
  const poisoned = applyAttack(train, { attack: 'backdoor-in-range', percent: PERCENT, seed });
  const planted = new Set([...poisoned.patch.cells, ...poisoned.patch.relabel].map(({ row }) => row));
  const bad = Uint8Array.from(poisoned.table.rowIds, (row) => (planted.has(row) ? 1 : 0));
  const { detections } = detectIssues(poisoned.table, { detectors: names, seed });
  const clean = detectIssues(train, { detectors: names, seed }).detections;
  const flaggedIn = (flagged) => flagged.reduce((sum, flag) => sum + flag, 0) / train.rowCount;
  const success = (rows) => attackSuccess(rows, test, poisoned.backdoor, seed);
  const found = names.map((name) => {
    const { quality } = detections.get(name);
    const ranked = Uint32Array.from(quality.keys()).sort((a, b) => quality[a] - quality[b] || a - b);
    const dropped = new Set(ranked.subarray(0, Math.ceil(DROPPED * planted.size)));
    const kept = Uint32Array.from(quality.keys()).filter((row) => !dropped.has(row));
    return { precision: averagePrecision(ranked, quality, bad), after: success(selectRows(poisoned.table, kept)) };
  });
  return {
    planted: planted.size,
    attack: success(poisoned.table),
    without: success(train),
    ...Object.fromEntries(found.map(({ precision }, i) => [`precision ${names[i]}`, precision])),
    ...Object.fromEntries(found.map(({ after }, i) => [`after ${names[i]}`, after])),
    ...Object.fromEntries(names.map((name) => [`clean ${name}`, flaggedIn(clean.get(name).flagged)])),
  };
}

function attackSuccess(train, test, { trigger, targetClass }, seed) {
  const target = train.target.classes.indexOf(targetClass);
  const others = Uint32Array.from(test.target.codes.keys()).filter((row) => test.target.codes[row] !== target);
  const rows = selectRows(test, others);
  const features = rows.features.map((column) => {
    const cell = trigger.find((one) => one.column === column.name);
    if (!cell) return column;
    if (column.kind === 'numeric') return { ...column, values: column.values.map(() => Number(cell.value)) };
    return { ...column, codes: column.codes.map(() => column.categories.indexOf(cell.value)) };
  });
  const found = predicted('random-forest', train, { ...rows, features }, seed);
  return mean([...found].map((code) => (code === target ? 1 : 0)));
}
