import type { PairedDifference, StudyReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, level, oneDecimal, percentage } from './format-number.js';
import { REPORT_STYLE } from './report-style.js';
import { htmlTable } from './html-table.js';
import { studyChartSvg } from './study-chart-svg.js';
import { attackTables } from './study-tables.js';
import { ATTACK_TITLE, LABELS_USED_TITLE, MARKER_SIGN, MODEL_STYLE } from './study-words.js';

/**
 * A study as one page: verdict, curves with bands, tables, method. It holds no script and loads nothing, so it can be
 * mailed, printed and opened from a file; the same report gives the same text.
 */
export function reportHtml(report: StudyReport): string {
  const { dataset, spec } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${text(`How much poison can models of ${dataset.name} take?`)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">Antidote, robustness study</p>
<h1>How much poison can models of <em>${text(dataset.name)}</em> take?</h1>
${facts(report)}
</header>
<section aria-label="Verdict">
<p class="verdict">${text(report.verdict.sentence)}</p>
${list('reasons', report.verdict.reasons)}
${list('limits', [...report.verdict.limits, ...report.warnings])}
</section>
${spec.attacks.map((attack) => figure(report, attack)).join('\n')}
${accuracyTable(report)}
${attackTables(report)}
${differenceTables(report)}
${method(report)}
</main>
</body>
</html>
`;
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

function list(kind: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul class="${kind}">${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
}

function figure(report: StudyReport, attack: StudyReport['spec']['attacks'][number]): string {
  const marks = report.spec.models.map((model) => {
    const { title, marker, short } = MODEL_STYLE[model];
    return `<span class="series-${short}">${MARKER_SIGN[marker]} ${title}</span>`;
  });
  return `<figure>
<figcaption><strong>${ATTACK_TITLE[attack]}</strong> ${marks.join(' ')}<br>Accuracy; the band is the 95% interval of the mean over ${count(report.spec.seeds)} seeds.</figcaption>
${studyChartSvg(report, attack)}
</figure>`;
}

function accuracyTable({ spec, cells }: StudyReport): string {
  const blocks = spec.attacks.map((attack) => {
    const levels = [...new Set(cells.filter((cell) => cell.attack === attack).map((cell) => cell.level))].sort(
      (a, b) => a - b,
    );
    const body = levels.map((percent) => {
      const columns = spec.models.map((model) => {
        const cell = cells.find((one) => one.attack === attack && one.model === model && one.level === percent);
        if (!cell) return '<td></td>';
        const [low, high] = cell.interval;
        return `<td>${percentage(cell.mean)} <small>(${oneDecimal(100 * low)} to ${oneDecimal(100 * high)}; sd ${oneDecimal(100 * cell.sd)})</small></td>`;
      });
      return `<tr><th scope="row">${level(percent)}</th>${columns.join('')}</tr>`;
    });
    const heads = spec.models.map((model) => `<th scope="col">${MODEL_STYLE[model].title}</th>`).join('');
    return htmlTable(`${ATTACK_TITLE[attack]}: accuracy`, `<th scope="col">Poisoned</th>${heads}`, body);
  });
  return `<section aria-label="Accuracy"><h2>Accuracy by level</h2>${blocks.join('')}</section>`;
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
