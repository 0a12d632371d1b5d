import type { Impact } from '@antidote/contracts';
import { columns } from '../command-line/columns.js';

/** What a bad version, source or row has touched, for people. */
export function impactText({ versions, runs, reviews, models, promotions, aliases, limits }: Impact): string {
  const count = (n: number, thing: string) => `${n} ${thing}${n === 1 ? '' : 's'}`;
  const sentence = [
    count(versions.length, 'version'),
    count(runs.length, 'run'),
    count(reviews.length, 'review'),
    count(models.length, 'model'),
    count(promotions.length, 'promotion'),
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
