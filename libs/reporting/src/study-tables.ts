import type { MitigatedCell, Mitigation, StudyCell, StudyReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { level, oneDecimal, percentage } from './format-number.js';
import { bodyRow, headCells, htmlTable } from './html-table.js';
import { ATTACK_TITLE, MODEL_STYLE } from './study-words.js';

const MITIGATION_TITLE: Record<Mitigation, string> = {
  pruned: 'flagged rows left out',
  relabelled: 'flagged rows relabelled',
  reweighted: 'rows weighed by trust',
  reviewed: 'flagged rows reviewed',
};

/** What a study tells beyond accuracy: success of triggers, breakdown, mitigations, classes. Nothing for format 1. */
export function attackTables(report: StudyReport): string {
  const parts = [
    successTable(report),
    summaryTable(report),
    mitigationTable(report),
    trainerTable(report),
    classTable(report),
    sliceTable(report),
  ];
  const told = parts.filter((part) => part !== '');
  return told.length === 0
    ? ''
    : `<section aria-label="Attacks"><h2>What the attacks reach</h2>${told.join('')}</section>`;
}

const interval = (low: number, high: number) =>
  `<small>(${oneDecimal(100 * low)} to ${oneDecimal(100 * high)})</small>`;

function successTable({ cells }: StudyReport): string {
  const rows = cells.flatMap((cell) => {
    const { attackSuccess: success, attack, level: at, model } = cell;
    if (!success) return [];
    const { value, low, high } = success.rate;
    return [
      bodyRow(
        `${ATTACK_TITLE[attack]}, ${level(at)}`,
        MODEL_STYLE[model].title,
        `${percentage(value)} ${interval(low, high)}`,
        percentage(success.floor),
        percentage(cell.mean),
      ),
    ];
  });
  if (rows.length === 0) return '';
  const caption = 'Attack success: share of rows of other classes that the trigger sends to its class';
  return htmlTable(caption, headCells('Attack', 'Model', 'Success (95% interval)', 'Unpoisoned', 'Accuracy'), rows);
}

function summaryTable({ summaries = [] }: StudyReport): string {
  if (!summaries.some(({ area }) => area !== null)) return '';
  const rows = summaries.map(({ attack, model, area, breakdown }) =>
    bodyRow(
      ATTACK_TITLE[attack],
      MODEL_STYLE[model].title,
      area === null ? '' : `${percentage(area.value)} ${interval(area.low, area.high)}`,
      breakdown
        ? `${level(breakdown.level)}: below ${breakdown.below === 'gate' ? 'the gate' : 'the commonest class'}, ${percentage(breakdown.threshold)}`
        : 'not in the levels studied',
    ),
  );
  const caption = 'Area under the robustness curve (mean accuracy over the levels) and breakdown level';
  return htmlTable(caption, headCells('Attack', 'Model', 'Area (95% interval)', 'Breaks down at'), rows);
}

function mitigationTable({ mitigated = [] }: StudyReport): string {
  if (mitigated.length === 0) return '';
  const won = ({ gain: { points, shown } }: MitigatedCell) =>
    `${oneDecimal(points.value)} <small>(${oneDecimal(points.low)} to ${oneDecimal(points.high)})</small>${shown ? '' : ' no difference shown'}`;
  const rows = mitigated.map((cell) =>
    bodyRow(
      `${ATTACK_TITLE[cell.attack]}, ${level(cell.level)}`,
      MODEL_STYLE[cell.model].title,
      MITIGATION_TITLE[cell.mitigation],
      oneDecimal(cell.flaggedRows),
      percentage(cell.mean),
      won(cell),
      cell.recovered === null ? '' : `${Math.round(100 * cell.recovered)}%`,
      cell.attackSuccess ? percentage(cell.attackSuccess.rate.value) : '',
    ),
  );
  const names = ['Attack', 'Model', 'Mitigation', 'Rows flagged', 'Accuracy', 'Points won', 'Of the loss', 'Success'];
  return htmlTable('Mitigations', headCells(...names), rows);
}

function trainerTable({ ownTrainer }: StudyReport): string {
  if (!ownTrainer) return '';
  const rows = ownTrainer.cells.map((cell) => {
    const loss = ownTrainer.losses.find(({ attack, level: at }) => attack === cell.attack && at === cell.level)?.loss;
    return bodyRow(
      `${ATTACK_TITLE[cell.attack]}, ${level(cell.level)}`,
      `${percentage(cell.mean)} ${interval(...cell.interval)}`,
      loss ? `${oneDecimal(loss.points.value)}${loss.shown ? '' : ' no difference shown'}` : '',
      cell.attackSuccess
        ? `${percentage(cell.attackSuccess.rate.value)} (unpoisoned ${percentage(cell.attackSuccess.floor)})`
        : '',
    );
  });
  return htmlTable(
    'Your own trainer',
    headCells('Attack', 'Accuracy (95% interval)', 'Points lost', 'Attack success'),
    rows,
  );
}

function classTable({ cells, dataset: { classes } }: StudyReport): string {
  const told = cells.filter(
    (cell): cell is StudyCell & Required<Pick<StudyCell, 'recall'>> => cell.recall !== undefined,
  );
  if (told.length === 0 || classes.length > 20) return '';
  const rows = told.map((cell) =>
    bodyRow(
      `${ATTACK_TITLE[cell.attack]}, ${level(cell.level)}`,
      MODEL_STYLE[cell.model].title,
      ...cell.recall.map((share) => (share === null ? '' : percentage(share))),
      cell.calibrationError === undefined ? '' : percentage(cell.calibrationError),
      cell.naiveAccuracy == null ? '' : percentage(cell.naiveAccuracy),
    ),
  );
  const names = [
    'Attack',
    'Model',
    ...classes.map((label) => `Recall of ${label}`),
    'Calibration error',
    'Poisoned test',
  ];
  return htmlTable(
    'By class; calibration; what a test poisoned alike would read (never use it)',
    headCells(...names),
    rows,
  );
}

function sliceTable({ slices: sliced }: StudyReport): string {
  if (!sliced) return '';
  const { column, slices, cells, sentences } = sliced;
  const groups = [...new Set(cells.map(({ attack, level: at, model }) => `${attack} ${at} ${model}`))];
  const rows = groups.map((group) => {
    const own = cells.filter(({ attack, level: at, model }) => `${attack} ${at} ${model}` === group);
    const { attack, level: at, model } = own[0]!;
    return bodyRow(
      `${ATTACK_TITLE[attack]}, ${level(at)}`,
      MODEL_STYLE[model].title,
      ...own.map(({ mean, loss }) =>
        mean === null
          ? ''
          : `${percentage(mean)}${loss ? ` <small>(loses ${oneDecimal(loss.points.value)}${loss.shown ? '' : ', no difference shown'})</small>` : ''}`,
      ),
    );
  });
  const names = slices.map(({ name, rows: count }) => `${name} (${oneDecimal(count)} rows)`);
  const told = sentences.length === 0 ? '' : `<ul>${sentences.map((each) => `<li>${text(each)}</li>`).join('')}</ul>`;
  return `${told}${htmlTable(`Accuracy by ${column}, with the points lost`, headCells('Attack', 'Model', ...names), rows)}`;
}
