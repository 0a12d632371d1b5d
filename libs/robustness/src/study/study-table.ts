import type { AttackName, StudyCell, StudyReport } from '@antidote/contracts';
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
        ...levels.map((level) =>
          shown(report.cells.find((c) => c.model === model && c.attack === attack && c.level === level)!),
        ),
      ]),
    ];
    if (report.ownTrainer)
      rows.push(['your trainer', ...levels.map((level) => shown(trainerCell(report, attack, level)))]);
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
    ...(report.slices?.sentences ?? []),
    ...(report.ownTrainer?.sentences ?? []),
  );
  return `${lines.join('\n')}\n`;
}

const trainerCell = ({ ownTrainer }: StudyReport, attack: AttackName, level: number) =>
  ownTrainer!.cells.find((cell) => cell.attack === attack && cell.level === level)!;

function shown({ mean, n, interval }: Pick<StudyCell, 'mean' | 'n' | 'interval'>): string {
  const range = n > 1 ? ` (${decimal(interval[0] * 100)} to ${decimal(interval[1] * 100)})` : '';
  return `${decimal(mean * 100)}${range}`;
}
