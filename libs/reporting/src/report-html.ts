import type { PairedDifference, StudyReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, level, oneDecimal, percentage } from './format-number.js';
import { htmlPage } from './html-page.js';
import { htmlTable } from './html-table.js';
import { accuracyFigure, accuracyTable } from './study-accuracy.js';
import { attackTables } from './study-tables.js';
import { ATTACK_TITLE, LABELS_USED_TITLE, MODEL_STYLE } from './study-words.js';
import { verdictSection } from './verdict-section.js';

/**
 * A study as one page: verdict, curves with bands, tables, method. It holds no script and loads nothing, so it can be
 * mailed, printed and opened from a file; the same report gives the same text.
 */
export function reportHtml(report: StudyReport): string {
  const { name } = report.dataset;
  return htmlPage({
    title: `How much poison can models of ${name} take?`,
    kicker: 'robustness study',
    heading: `How much poison can models of <em>${text(name)}</em> take?`,
    body: studyBody(report),
  });
}

/** What the page says below its heading, as markup. */
export function studyBody(report: StudyReport): string {
  return `${facts(report)}
${verdictSection(report.verdict, report.warnings)}
${report.spec.attacks.map((attack) => accuracyFigure(report, attack)).join('\n')}
${accuracyTable(report)}
${attackTables(report)}
${differenceTables(report)}
${method(report)}`;
}

function facts({ dataset, trainRows, testRows, labelsUsed, spec, fits }: StudyReport): string {
  const used = labelsUsed === 'as-given' ? 'warn' : 'good';
  const entries = [
    ['Rows', `${count(dataset.rows)}: ${count(trainRows)} train, ${count(testRows)} score`],
    ['Features', count(dataset.features)],
    ['Target', `${dataset.target} (${count(dataset.classes.length)} classes)`],
    ['Seeds', count(spec.seeds)],
    ['Fits', count(fits)],
  ];
  const rows = entries.map(([name, value]) => `<div><dt>${text(name!)}</dt><dd>${text(value!)}</dd></div>`).join('');
  const scored = `<div><dt>Scored on</dt><dd><span class="${used}">${text(LABELS_USED_TITLE[labelsUsed])}</span></dd></div>`;
  return `<dl class="facts">${rows}${scored}</dl>`;
}

function differenceTables({ losses, leads }: StudyReport): string {
  const lost = losses.map(
    ({ model, attack, level: percent, loss }) =>
      `<tr><th scope="row">${ATTACK_TITLE[attack]}, ${level(percent)}</th><td>${MODEL_STYLE[model].title}</td>${difference(loss)}</tr>`,
  );
  const ahead = leads.map(
    ({ model, against, attack, level: percent, lead }) =>
      `<tr><th scope="row">${ATTACK_TITLE[attack]}, ${level(percent)}</th><td>${MODEL_STYLE[model].title} ahead of ${MODEL_STYLE[against].title.toLowerCase()}</td>${difference(lead)}</tr>`,
  );
  const heads =
    '<th scope="col">Level</th><th scope="col">Model</th><th scope="col">Points (95% interval)</th><th scope="col">Shown</th>';
  const parts = [];
  if (lost.length > 0) parts.push(htmlTable('Accuracy lost, in points', heads, lost));
  if (ahead.length > 0) parts.push(htmlTable('Lead, in points', heads, ahead));
  if (parts.length === 0) return '';
  return `<section aria-label="Differences"><h2>Differences, paired over seeds</h2>${parts.join('')}</section>`;
}

function difference({ points, shown }: PairedDifference): string {
  const interval = `${oneDecimal(points.value)} <small>(${oneDecimal(points.low)} to ${oneDecimal(points.high)})</small>`;
  return `<td>${interval}</td><td>${shown ? '<span class="good">yes</span>' : 'no difference shown'}</td>`;
}

function method({ dataset, spec, labelsUsed }: StudyReport): string {
  const split =
    labelsUsed === 'test-file'
      ? 'Models are scored on a separate test file.'
      : `Each seed holds out ${percentage(spec.testShare)} of the rows, stratified; only the other rows are poisoned.`;
  return `<section class="method" aria-label="Method"><h2>Method</h2>
<p>${text(split)} All models of a seed see the same split and the same poison, so differences are paired over seeds. Intervals are 95% (Student&#39;s t). A difference is claimed only when its interval excludes 0.</p>
<p>First seed ${spec.seed}. Data, SHA-256: <code>${text(dataset.sha256)}</code></p></section>`;
}
