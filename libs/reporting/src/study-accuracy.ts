import type { StudyReport } from '@antidote/contracts';
import { count, level, oneDecimal, percentage } from './format-number.js';
import { htmlTable } from './html-table.js';
import { studyChartSvg } from './study-chart-svg.js';
import { ATTACK_TITLE, MARKER_SIGN, MODEL_STYLE } from './study-words.js';

/** The curves of one attack, with a legend. */
export function accuracyFigure(report: StudyReport, attack: StudyReport['spec']['attacks'][number]): string {
  const marks = report.spec.models.map((model) => {
    const { title, marker, short } = MODEL_STYLE[model];
    return `<span class="series-${short}">${MARKER_SIGN[marker]} ${title}</span>`;
  });
  return `<figure>
<figcaption><strong>${ATTACK_TITLE[attack]}</strong> ${marks.join(' ')}<br>Accuracy; the band is the 95% interval of the mean over ${count(report.spec.seeds)} seeds.</figcaption>
${studyChartSvg(report, attack)}
</figure>`;
}

/** Accuracy of every model at every level, a table an attack. */
export function accuracyTable({ spec, cells }: StudyReport): string {
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
