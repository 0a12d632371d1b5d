import type { DetectionReport, DetectorResult } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, oneDecimal } from './format-number.js';
import { htmlPage } from './html-page.js';
import { counterfactualHtml, scorecardHtml } from './scorecard-html.js';

const FAMILY_TITLE = {
  label: 'Labels',
  outlier: 'Outliers',
  duplicate: 'Duplicates',
  trigger: 'Triggers',
  source: 'Sources',
} as const;
const SHOWN = 20;

/** What the detectors say of a table as one page, a family at a time. No script, loads nothing; same report, same text. */
export function detectionHtml(report: DetectionReport, name: string): string {
  const { families, detectors } = report;
  return htmlPage({
    title: `Suspicious rows of ${name}`,
    kicker: 'suspicious rows',
    heading: `Which rows of <em>${text(name)}</em> are worth a look?`,
    body: `<dl class="facts">${[
      ['Rows', `${count(report.rows)}, ${count(report.labelled)} with a label`],
      ['Target', `${report.target} (${count(report.classes.length)} classes)`],
      ['Wrong labels, estimated', oneDecimal(report.estimatedErrors)],
      ...families.map(({ family, flagged }) => [`${FAMILY_TITLE[family]} flagged`, count(flagged)]),
    ]
      .map(([term, value]) => `<div><dt>${text(term!)}</dt><dd>${text(value!)}</dd></div>`)
      .join('')}</dl>
${limits([...(report.doubt === null ? [] : [report.doubt]), ...report.warnings])}
${detectors.map((result) => section(result)).join('\n')}
${report.scorecard ? scorecardHtml(report.scorecard) : ''}
${report.counterfactual ? counterfactualHtml(report.counterfactual) : ''}
${noise(report)}
${left(report)}
${overlap(report)}`,
  });
}

function limits(items: string[]): string {
  return items.length === 0 ? '' : `<ul class="limits">${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
}

function section({ title, summary, family, flagged, rows, findings, notRun }: DetectorResult): string {
  const heading = `<h2>${text(`${FAMILY_TITLE[family]}: ${title}`)}</h2>\n<p class="method">${text(summary)}</p>`;
  if (notRun !== null) return `<section>${heading}\n<p>Not run: ${text(notRun)}</p></section>`;
  const found = findings.map((finding) => `<li>${text(finding.text)}</li>`).join('');
  const lines = rows
    .filter((row) => row.flagged)
    .slice(0, SHOWN)
    .map((row) => [String(row.row), row.label, row.suggested, row.quality.toFixed(3), row.reasons.join('; ')]);
  return `<section>${heading}
<p>${count(flagged)} flagged.</p>
${found ? `<ul>${found}</ul>` : ''}
${lines.length === 0 ? '' : table('Most suspect first', ['Row', 'Label', 'Suggested', 'Quality', 'Why'], lines)}</section>`;
}

function noise({ classes, noiseMatrix }: DetectionReport): string {
  const percent = (share: number) => (100 * share).toFixed(1);
  const lines = classes.map((given, i) => [
    given,
    ...classes.map((_, j) => {
      const { share, low, high } = noiseMatrix[i]![j]!;
      return `${percent(share)} [${percent(low)}, ${percent(high)}]`;
    }),
  ]);
  return `<section><h2>Which classes are mixed up</h2>
<p class="method">Of the rows that bear a class (line), the share in % that looks like another (column), with 95 % intervals. Classes that overlap look noisier than they are.</p>
${table('Given by true class', ['Given', ...classes], lines)}</section>`;
}

function left({ errorsLeft }: DetectionReport): string {
  const lines = errorsLeft.map((cut) => [count(cut.reviewed), oneDecimal(cut.left)]);
  return `<section><h2>How many wrong labels are left</h2>
${table('Estimated', ['Most suspect rows put right', 'Wrong labels left'], lines)}</section>`;
}

function overlap({ overlap: pairs }: DetectionReport): string {
  const shared = pairs.filter(({ both }) => both > 0);
  if (shared.length === 0) return '';
  const lines = shared.map(({ first, second, both, either }) => [first, second, count(both), count(either)]);
  return `<section><h2>Where detectors agree</h2>\n${table('Rows flagged', ['One', 'Other', 'By both', 'By either'], lines)}</section>`;
}

function table(caption: string, header: string[], lines: string[][]): string {
  const cells = (tag: string, line: string[]) => line.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('');
  return `<div class="scroll"><table><caption>${text(caption)}</caption><thead><tr>${cells('th', header)}</tr></thead><tbody>${lines
    .map((line) => `<tr>${cells('td', line)}</tr>`)
    .join('')}</tbody></table></div>`;
}
