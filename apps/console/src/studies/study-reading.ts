import type { AttackName, ModelKind, StudyCell, StudyReport } from '@antidote/contracts';
import { percentInterval, pointsInterval } from '../ui/format.js';

/** Below this many seeds an interval says too little to be shown. */
export const ENOUGH_SEEDS = 5;

export interface CurvePoint {
  level: number;
  mean: number;
  low: number;
  high: number;
}

export interface Curve {
  model: ModelKind;
  points: CurvePoint[];
}

/** The levels to compare with the baseline: all but the lowest one. */
export const readableLevels = (report: StudyReport): number[] => {
  const ascending = [...report.spec.levels].sort((a, b) => a - b);
  return ascending.length > 1 ? ascending.slice(1) : ascending;
};

/** The level to open with: 10% where it was studied, else the middle one. */
export function openingLevel(levels: number[]): number {
  return levels.includes(10) ? 10 : (levels[Math.floor((levels.length - 1) / 2)] ?? 0);
}

/** One curve a model under one attack, points by ascending level, in the order of the spec's models. */
export function curvesOf(report: StudyReport, attack: AttackName): Curve[] {
  return report.spec.models.map((model) => ({
    model,
    points: report.cells
      .filter((cell) => cell.model === model && cell.attack === attack)
      .sort((a, b) => a.level - b.level)
      .map((cell) => ({ level: cell.level, mean: cell.mean, low: cell.interval[0], high: cell.interval[1] })),
  }));
}

export const cellAt = (report: StudyReport, model: ModelKind, attack: AttackName, at: number): StudyCell | undefined =>
  report.cells.find((cell) => cell.model === model && cell.attack === attack && cell.level === at);

/** Where a model breaks: its lowest level with a mean below the higher of gate and always naming the commonest class. */
export function breaksAt(
  report: StudyReport,
  { model, attack }: { model: ModelKind; attack: AttackName },
  gate: number | undefined,
): { level: number; below: 'gate' | 'commonest class'; threshold: number } | null {
  const below = gate !== undefined && gate > report.majorityAccuracy ? 'gate' : 'commonest class';
  const threshold = below === 'gate' ? gate! : report.majorityAccuracy;
  const points = curvesOf(report, attack).find((curve) => curve.model === model)?.points ?? [];
  const first = points.find((point) => point.mean < threshold);
  return first ? { level: first.level, below, threshold } : null;
}

/** The lower end of the accuracy axis below everything that is drawn: a tenth from .7 on, else an even one. */
export function axisFloor(curves: Curve[], lines: number[]): number {
  const lowest = Math.min(
    ...lines,
    ...curves.flatMap((curve) => curve.points.map((point) => Math.min(point.low, point.mean))),
  );
  const tenths = Math.min(9, Math.max(0, Math.floor(lowest * 10 - 1e-9)));
  return (tenths >= 7 ? tenths : tenths - (tenths % 2)) / 10;
}

/** The interval of a share, or why there is none. */
export const shareIntervalWords = (low: number, high: number, seeds: number): string =>
  seeds < ENOUGH_SEEDS ? '(not enough data)' : percentInterval(low, high);

/** The interval of points, or why there is none. */
export const pointsIntervalWords = (low: number, high: number, seeds: number): string =>
  seeds < ENOUGH_SEEDS ? '(not enough data)' : pointsInterval(low, high);
