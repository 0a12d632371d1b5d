import type { Counterfactual, Estimate, Mitigation, Scorecard } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';
import { count, level, oneDecimal, percentage } from './format-number.js';
import { htmlTable } from './html-table.js';
import { ATTACK_TITLE, LABELS_USED_TITLE, MODEL_STYLE } from './study-words.js';

const MITIGATION_TITLE: Record<Mitigation, string> = {
  pruned: 'left out',
  relabelled: 'relabelled',
  reweighted: 'weighed down',
  reviewed: 'reviewed',
};

/** What would have been seen of known poison, as a section of a page. */
export function scorecardHtml({ attacks, percent, repeats, rows }: Scorecard): string {
  const lines = attacks.map(
    ({ attack, recall, notPlanted, planted }) =>
      `<tr><th scope="row">${ATTACK_TITLE[attack]}</th><td>${recall ? share(recall) : text(notPlanted ?? 'not planted')}</td><td>${count(planted)}</td></tr>`,
  );
  return `<section><h2>What would be missed</h2>
<p class="method">Known poison, planted in ${level(percent)} of the rows of ${repeats} hidden copies of this table (${count(rows)} rows each), and looked for; 95 % intervals.</p>
${htmlTable('Seen of what was planted', '<th>Planted</th><th>Share of it seen</th><th>Rows planted</th>', lines)}</section>`;
}

/** What each way to deal with the flagged labels does to models, as a section of a page. */
export function counterfactualHtml(given: Counterfactual): string {
  const lines = given.outcomes.map(({ model, mitigation, accuracy, gain }) => {
    const won =
      gain === null
        ? ''
        : `${oneDecimal(gain.points.value)} [${oneDecimal(gain.points.low)}, ${oneDecimal(gain.points.high)}]`;
    return `<tr><th scope="row">${MODEL_STYLE[model].title}</th><td>${mitigation === null ? 'as they are' : MITIGATION_TITLE[mitigation]}</td><td>${share(accuracy)}</td><td>${won}</td></tr>`;
  });
  const limits = given.limits.map((limit) => `<li>${text(limit)}</li>`).join('');
  return `<section><h2>Does cleaning help?</h2>
<p>${text(given.sentence)}</p>
<p class="method">Scored on ${count(given.testRows)} rows by ${text(LABELS_USED_TITLE[given.labelsUsed])}, over ${given.repeats} splits; 95 % intervals, paired.</p>
${htmlTable('Accuracy after each way to clean', '<th>Model</th><th>Flagged labels</th><th>Accuracy</th><th>Points won</th>', lines)}
${limits && `<ul class="limits">${limits}</ul>`}</section>`;
}

const share = ({ value, low, high }: Estimate): string =>
  `${percentage(value)} [${oneDecimal(100 * low)}, ${oneDecimal(100 * high)}]`;

/** "Random flips 92.0%, injected outliers 100.0%": what was planted, and how much of it seen. */
export function scorecardWords({ attacks }: Scorecard): string {
  return attacks
    .map(
      ({ attack, recall }) =>
        `${ATTACK_TITLE[attack].toLowerCase()} ${recall ? percentage(recall.value) : 'not planted'}`,
    )
    .join(', ');
}
