import type { AttackName, StudyReport } from '@antidote/contracts';
import type { CurvePanel } from './curve-option.js';
import type { Curve } from './study-reading.js';

/** Attack success less its floor, by model, in the shape of the curves; empty for an attack without a trigger. */
export function successCurves(report: StudyReport, attack: AttackName): Curve[] {
  return report.spec.models.flatMap((model) => {
    const points = report.cells
      .filter((cell) => cell.model === model && cell.attack === attack && cell.attackSuccess !== undefined)
      .sort((a, b) => a.level - b.level)
      .map(({ level, attackSuccess }) => {
        const { rate, floor } = attackSuccess!;
        const less = (share: number) => Math.min(1, Math.max(0, share - floor));
        return { level, mean: less(rate.value), low: less(rate.low), high: less(rate.high) };
      });
    return points.length === 0 ? [] : [{ model, points }];
  });
}

export function successPanel(report: StudyReport, attack: AttackName, font: string): CurvePanel | null {
  const curves = successCurves(report, attack);
  if (curves.length === 0) return null;
  const levels = [...report.spec.levels].sort((a, b) => a - b);
  return { curves, levels, floor: 0, lines: [], font };
}
