import type { CheckCode, CheckReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, oneDecimal } from './format-number.js';
import { htmlPage } from './html-page.js';
import { bodyRow, headCells, htmlTable } from './html-table.js';
import { accuracyFigure, accuracyTable } from './study-accuracy.js';
import { ATTACK_TITLE } from './study-words.js';
import { verdictSection } from './verdict-section.js';

const VERDICT = {
  pass: 'Nothing to warn of.',
  warn: 'Worth a look before it is trained on.',
  block: 'Not fit to train on as it is.',
} as const;

/** What a reader looks for, found or not. */
const ALWAYS_TOLD: Partial<Record<CheckCode, string>> = {
  duplicates: 'Duplicates',
  'conflicting-labels': 'Conflicting labels',
  leakage: 'Leakage',
};

/** A row of what is no markup yet. */
const row = (name: string, ...cells: string[]) => bodyRow(name, ...cells.map(text));

/** What a check says of a file as one page; the same report and name give the same text. */
export function checkHtml(report: CheckReport, name: string): string {
  const { study, nextSteps } = report;
  return htmlPage({
    title: `Check of ${name}`,
    kicker: 'check of a file',
    heading: `Can one train on <em>${text(name)}</em>?`,
    body: `${facts(report)}
<section aria-label="Verdict">
<p class="verdict">${VERDICT[report.validation.verdict]}</p>
<h2>What to do next</h2>
<ol>${nextSteps.map((step) => `<li>${text(step)}</li>`).join('')}</ol>
</section>
${fileSection(report)}
${labelSection(report)}
<h2>Under poison</h2>
${verdictSection(study.verdict)}
${study.spec.attacks.map((attack) => accuracyFigure(study, attack)).join('\n')}
${accuracyTable(study)}
${breakSection(report)}`,
  });
}

function facts({ rows, rowsStudied, study: { dataset } }: CheckReport): string {
  const entries = [
    ['Rows', rowsStudied < rows ? `${count(rows)}, ${count(rowsStudied)} of them studied` : count(rows)],
    ['Features', count(dataset.features)],
    ['Target', `${dataset.target} (${count(dataset.classes.length)} classes)`],
  ];
  const told = entries.map(([term, value]) => `<div><dt>${text(term!)}</dt><dd>${text(value!)}</dd></div>`).join('');
  return `<dl class="facts">${told}<div><dt>Scored on</dt><dd><span class="warn">labels as given, may be poisoned</span></dd></div></dl>`;
}

function fileSection({ validation: { findings, checks } }: CheckReport): string {
  const found = findings
    .filter(({ severity, code }) => severity !== 'info' || code in ALWAYS_TOLD)
    .map(({ code, severity, message }) => row(ALWAYS_TOLD[code] ?? code, severity, message));
  const quiet = checks
    .filter(({ code }) => code in ALWAYS_TOLD && !findings.some((finding) => finding.code === code))
    .map(({ code, state, note }) =>
      row(ALWAYS_TOLD[code]!, '', state === 'ran' ? 'None.' : `Not looked for${note === null ? '' : `: ${note}`}`),
    );
  return `<section aria-label="The file"><h2>The file</h2>${htmlTable('What the checks found', headCells('Check', 'Severity', 'Finding'), [...found, ...quiet])}</section>`;
}

function labelSection({ labels: { flagged, estimatedWrong, worst } }: CheckReport): string {
  const rows = worst.map(({ row: at, label, suggested, quality }) =>
    row(String(at), label, suggested, quality.toFixed(3)),
  );
  const table =
    rows.length === 0
      ? ''
      : htmlTable('Most suspect first; rows count from 0', headCells('Row', 'Label', 'Looks like', 'Quality'), rows);
  return `<section aria-label="Labels"><h2>Labels</h2><p>${count(flagged)} look wrong; about ${count(Math.round(estimatedWrong))} are.</p>${table}</section>`;
}

function breakSection({ breaks, below }: CheckReport): string {
  const rows = breaks.map(({ attack, rows: least, percent, searchedTo }) =>
    row(
      ATTACK_TITLE[attack],
      least === null ? `none up to ${count(searchedTo)}` : count(least),
      percent === null ? '' : `${oneDecimal(percent)}%`,
    ),
  );
  return `<section aria-label="Cost to break"><h2>Cost to break</h2>
<p>Poisoned training rows found that take the forest below ${oneDecimal(100 * below)}%, five points under what it reaches without poison. A cleverer attack may need fewer.</p>
${htmlTable('Rows found, by attack', headCells('Attack', 'Rows', 'Of the training rows'), rows)}</section>`;
}
