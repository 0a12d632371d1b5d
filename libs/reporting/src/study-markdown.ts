import type { StudyReport } from '@antidote/contracts';
import { percentage } from './format-number.js';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const interval = ([low, high]: [number, number]) => `${percentage(low)} to ${percentage(high)}`;

/** A study as Markdown: verdict, limits, and the accuracy at every level. The same report gives the same text. */
export function studyMarkdown(report: StudyReport): string {
  const { dataset, spec, verdict, warnings } = report;
  const levels = [...spec.levels].sort((a, b) => a - b);
  const tables = spec.attacks.flatMap((attack) => [
    `## ${attack}`,
    '',
    row(['model', ...levels.map((level) => `${level}%`)]),
    row(['---', ...levels.map(() => '---:')]),
    ...spec.models.map((model) =>
      row([
        model,
        ...levels.map((level) => {
          const found = report.cells.find(
            (each) => each.model === model && each.attack === attack && each.level === level,
          );
          if (!found) return '';
          const success = found.attackSuccess
            ? `; attack success ${percentage(found.attackSuccess.rate.value)}, floor ${percentage(found.attackSuccess.floor)}`
            : '';
          return `${percentage(found.mean)}${found.n >= 5 ? ` (${interval(found.interval)})` : ''}${success}`;
        }),
      ]),
    ),
    '',
  ]);
  return [
    `# How much poison can ${dataset.name} take?`,
    '',
    `**${verdict.sentence}**`,
    '',
    ...verdict.reasons.map((reason) => `- ${reason}`),
    '',
    ...[...verdict.limits, ...warnings].map((limit) => `> ${limit}\n>`),
    '',
    `${dataset.rows} rows, ${dataset.features} features, label ${dataset.target}; SHA-256 ${dataset.sha256}. ` +
      `${report.trainRows} training rows, ${report.testRows} scored by ${report.labelsUsed} labels; ${spec.seeds} seeds, ${report.fits} fits. ` +
      `Mean accuracy with the 95% interval; always the commonest class: ${percentage(report.majorityAccuracy)}.`,
    '',
    ...tables,
  ].join('\n');
}
