import type { StudyReport } from '@antidote/contracts';
import { escapeMarkup as text } from './escape-markup.js';

/** The sentence, its reasons, and on amber what limits it. */
export function verdictSection({ sentence, reasons, limits }: StudyReport['verdict'], warnings: string[] = []): string {
  return `<section aria-label="Verdict">
<p class="verdict">${text(sentence)}</p>
${list('reasons', reasons)}
${list('limits', [...limits, ...warnings])}
</section>`;
}

function list(kind: string, items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul class="${kind}">${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
}
