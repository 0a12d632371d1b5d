import type { Impact } from '@antidote/contracts';
import { columns } from '../command-line/columns.js';
import { counted } from '../command-line/counted.js';

/** What a bad version, source or row has touched, for people. */
export function impactText({ versions, runs, reviews, models, promotions, aliases, limits }: Impact): string {
  const sentence = [
    counted(versions.length, 'version'),
    counted(runs.length, 'run'),
    counted(reviews.length, 'review'),
    counted(models.length, 'model'),
    counted(promotions.length, 'promotion'),
  ].join(', ');
  const parts = [
    `touched: ${sentence}\n`,
    columns(
      ['version', 'kind', 'dataset', 'rows', 'when', 'id'],
      versions.map((one) => [one.digest!.slice(0, 8), one.label, one.dataset, one.rows, one.at, one.id]),
    ),
  ];
  if (models.length > 0) {
    const rows = models.map((one) => [one.digest!.slice(0, 8), one.label, one.at, one.by, one.id]);
    parts.push(columns(['model', 'kind', 'when', 'who', 'id'], rows));
  }
  if (aliases.length > 0) {
    const rows = aliases.map((one) => [
      `${one.registeredModel}@${one.alias}`,
      one.modelVersion,
      one.from,
      one.until ?? 'now',
      one.modelId,
    ]);
    parts.push(columns(['alias', 'version', 'held from', 'until', 'model'], rows));
  } else parts.push('No affected model ever held an alias.\n');
  return [...parts, ...limits.map((limit) => `${limit}\n`)].join('\n');
}
