import type { StudyReport } from '@antidote/contracts';
import { attackWords, decimal } from './study-words.js';

/** The study as text for a terminal: mean accuracy in percent with its 95% interval, a line a model, then the verdict. */
export function studyTable(report: StudyReport): string {
  const levels = [...report.spec.levels].sort((a, b) => a - b);
  const lines: string[] = [];
  for (const attack of report.spec.attacks) {
    const rows = [
      [`${attackWords(attack)}`, ...levels.map((level) => `${level}%`)],
      ...report.spec.models.map((model) => [
        model,
        ...levels.map((level) => {
          const cell = report.cells.find((c) => c.model === model && c.attack === attack && c.level === level)!;
          const interval =
            cell.n > 1 ? ` (${decimal(cell.interval[0] * 100)} to ${decimal(cell.interval[1] * 100)})` : '';
          return `${decimal(cell.mean * 100)}${interval}`;
        }),
      ]),
    ];
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    for (const row of rows)
      lines.push(
        row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd(),
      );
    lines.push('');
  }
  const { seeds } = report.spec;
  lines.push(
    `Accuracy in %, mean of ${seeds} ${seeds === 1 ? 'seed' : 'seeds (95% interval)'}; ${report.trainRows} training rows, ${report.testRows} scored; labels: ${report.labelsUsed}.`,
    report.verdict.sentence,
    ...report.verdict.reasons,
  );
  return `${lines.join('\n')}\n`;
}
