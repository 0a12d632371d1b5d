import { describe, expect, it } from '@jest/globals';
import { curveOption, curveSentence, type CurvePanel } from './curve-option.js';

const panel: CurvePanel = {
  curves: [
    {
      model: 'decision-tree',
      points: [
        { level: 0, mean: 0.94, low: 0.92, high: 0.96 },
        { level: 25, mean: 0.7, low: 0.65, high: 0.75 },
      ],
    },
  ],
  levels: [0, 25],
  floor: 0.3,
  lines: [{ at: 0.333, text: 'commonest class' }],
  font: 'Inter',
};

interface Drawn {
  xAxis: { min: number; max: number; axisLabel: { customValues: number[]; formatter: (value: number) => string } };
  series: {
    id: string;
    data: unknown;
    renderItem?: (params: unknown, api: unknown) => { shape: { points: number[][] } };
  }[];
}

describe('curveOption', () => {
  const option = curveOption(panel, 25, (name) => name) as unknown as Drawn;

  it('stretches the level axis by the square root and labels the tested levels', () => {
    expect([option.xAxis.min, option.xAxis.max]).toEqual([0, 5]);
    expect(option.xAxis.axisLabel.customValues).toEqual([0, 5]);
    expect(option.xAxis.axisLabel.formatter(5)).toBe('25');
    expect(option.series.find((series) => series.id === 'mean-decision-tree')?.data).toEqual([
      [0, 0.94],
      [5, 0.7],
    ]);
  });

  it('draws the band there along the upper and back along the lower end', () => {
    const band = option.series.find((series) => series.id === 'band-decision-tree');
    const drawn = band?.renderItem?.({}, { coord: (point: number[]) => point });
    expect(drawn?.shape.points).toEqual([
      [0, 0.96],
      [5, 0.75],
      [5, 0.65],
      [0, 0.92],
    ]);
  });

  it('says the curve in words', () => {
    expect(curveSentence(panel)).toBe('Decision tree: 94.0% at 0%, 70.0% at 25%.');
  });
});
