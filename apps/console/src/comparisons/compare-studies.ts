import type { AttackName, ModelKind, StudyCell, StudyReport } from '@antidote/contracts';

export interface ComparedCell {
  attack: AttackName;
  model: ModelKind;
  level: number;
  first: StudyCell;
  second: StudyCell;
  /** Points of accuracy by which the second study is ahead. */
  ahead: number;
  /** True when the two 95 % intervals do not overlap, which is stricter than a test of the difference. */
  shown: boolean;
}

/** Cells that both studies measured, in the first one's order. */
export function compareStudies(first: StudyReport, second: StudyReport): ComparedCell[] {
  return first.cells.flatMap((cell) => {
    const other = second.cells.find(
      ({ attack, model, level }) => attack === cell.attack && model === cell.model && level === cell.level,
    );
    if (!other) return [];
    const apart = cell.interval[1] < other.interval[0] || other.interval[1] < cell.interval[0];
    return [
      {
        attack: cell.attack,
        model: cell.model,
        level: cell.level,
        first: cell,
        second: other,
        ahead: 100 * (other.mean - cell.mean),
        shown: apart && cell.n > 1 && other.n > 1,
      },
    ];
  });
}

/** What is not the same in two studies beside their results; a difference may come from it. */
export function unlike(first: StudyReport, second: StudyReport): string[] {
  const said: string[] = [];
  if (first.dataset.sha256 !== second.dataset.sha256) said.push('They are of different versions of the dataset.');
  if (first.labelsUsed !== second.labelsUsed) {
    said.push(`They are scored on different labels: ${first.labelsUsed} and ${second.labelsUsed}.`);
  }
  if (first.spec.seeds !== second.spec.seeds) {
    said.push(`They have ${first.spec.seeds} and ${second.spec.seeds} seeds.`);
  }
  if (first.spec.testShare !== second.spec.testShare) said.push('They hold out different shares of the rows.');
  return said;
}

/** The comparison in a sentence: where a difference is shown, and where none is. */
export function comparisonSentence(cells: ComparedCell[]): string {
  if (cells.length === 0) return 'The two studies have no attack, model and level in common.';
  const shown = cells.filter((cell) => cell.shown);
  if (shown.length === 0) return 'The two studies cannot be told apart at any level that both measured.';
  const better = shown.filter(({ ahead }) => ahead > 0).length;
  const of = `of ${cells.length} measurements in common`;
  if (better === shown.length) return `The second study is ahead in ${better} ${of}, and behind in none.`;
  if (better === 0) return `The second study is behind in ${shown.length} ${of}, and ahead in none.`;
  return `The second study is ahead in ${better} and behind in ${shown.length - better} ${of}.`;
}
