import type { OverDatasets, StudiesAcross, StudiesReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, level, oneDecimal } from './format-number.js';
import { htmlPage } from './html-page.js';
import { bodyRow, headCells, htmlTable } from './html-table.js';
import { studyBody } from './report-html.js';
import { ATTACK_TITLE, LABELS_USED_TITLE, MODEL_STYLE } from './study-words.js';
import { verdictSection } from './verdict-section.js';

/** Studies of several datasets as one page: what they say together, then each by itself. As `reportHtml`. */
export function studiesHtml({ across, studies }: StudiesReport): string {
  const sections = studies.map((study, i) => {
    const name = across.datasets[i]!.name;
    // A step down in the page's outline; text of people is escaped and holds no tag.
    const body = studyBody(study).replaceAll('<h2>', '<h3>').replaceAll('</h2>', '</h3>');
    return `<section class="dataset" aria-label="${text(name)}"><h2>${text(name)}</h2>\n${body}\n</section>`;
  });
  return htmlPage({
    title: `How much poison can models of ${across.datasets.length} datasets take?`,
    kicker: 'robustness studies',
    heading: `How much poison can models of ${across.datasets.map(({ name }) => `<em>${text(name)}</em>`).join(', ')} take?`,
    body: `${verdictSection(across.verdict)}
${datasetTable(across)}
${lossTable(across)}
${leadTable(across)}
${successTable(across)}
${sections.join('\n')}`,
  });
}

const over = ({ mean, least, most }: OverDatasets, scale = 1) =>
  `${oneDecimal(scale * mean)} <small>(${oneDecimal(scale * least.value)} on ${text(least.dataset)} to ${oneDecimal(scale * most.value)} on ${text(most.dataset)})</small>`;
const named = (names: string[]) => (names.length === 0 ? 'none' : text(names.join(', ')));

function datasetTable({ datasets }: StudiesAcross): string {
  const rows = datasets.map(({ name, rows: all, seeds, labelsUsed }) =>
    bodyRow(name, count(all), count(seeds), text(LABELS_USED_TITLE[labelsUsed])),
  );
  return htmlTable('The datasets', headCells('Dataset', 'Rows', 'Seeds', 'Scored on'), rows);
}

function lossTable({ losses }: StudiesAcross): string {
  if (losses.length === 0) return '';
  const rows = losses.map(({ attack, level: at, model, points, shown }) =>
    bodyRow(`${ATTACK_TITLE[attack]}, ${level(at)}`, MODEL_STYLE[model].title, over(points), named(shown)),
  );
  return htmlTable(
    'Accuracy lost, in points, mean over the datasets',
    headCells('Level', 'Model', 'Points (least to most)', 'Shown on'),
    rows,
  );
}

function leadTable({ leads }: StudiesAcross): string {
  if (leads.length === 0) return '';
  const rows = leads.map(({ attack, level: at, model, against, points, ahead, behind }) =>
    bodyRow(
      `${ATTACK_TITLE[attack]}, ${level(at)}`,
      `${MODEL_STYLE[model].title} ahead of ${MODEL_STYLE[against].title.toLowerCase()}`,
      over(points),
      named(ahead),
      named(behind),
    ),
  );
  return htmlTable(
    'Lead, in points, mean over the datasets',
    headCells('Level', 'Models', 'Points (least to most)', 'Ahead on', 'Behind on'),
    rows,
  );
}

function successTable({ success }: StudiesAcross): string {
  if (success.length === 0) return '';
  const rows = success.map(({ attack, level: at, model, rate, floor }) =>
    bodyRow(
      `${ATTACK_TITLE[attack]}, ${level(at)}`,
      MODEL_STYLE[model].title,
      over(rate, 100),
      `${oneDecimal(100 * floor)}`,
    ),
  );
  return htmlTable(
    'Attack success in %, mean over the datasets',
    headCells('Attack', 'Model', 'Success (least to most)', 'Unpoisoned'),
    rows,
  );
}
