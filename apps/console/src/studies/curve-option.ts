import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { CustomSeriesRenderItem } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { SERIES } from '../theme/series.js';
import { level, percent } from '../ui/format.js';
import { spreadLabels } from './spread-labels.js';
import type { Curve } from './study-reading.js';

/** Colours by CSS variable name, read from the page, so that both schemes draw with the same code. */
export type Colours = (variable: `--${string}`) => string;

export interface CurvePanel {
  curves: Curve[];
  levels: number[];
  floor: number;
  /** Dotted lines across: the gate, the majority. */
  lines: { at: number; text: string }[];
  font: string;
}

/** Low levels decide, so they get the room: the axis is stretched by the square root. */
export const stretch = Math.sqrt;

const BAND_OPACITY = 0.16;
const LABEL_GAP = 15;
const SYMBOL = {
  circle: 'circle',
  square: 'rect',
  diamond: 'diamond',
  triangle: 'triangle',
  'inverted-triangle': 'path://M0,0L10,0L5,9Z',
  cross: 'path://M3,0h3v3h3v3h-3v3h-3v-3h-3v-3h3Z',
};

/** The whole picture of one panel; `readingLine` alone is patched when the level changes. */
export function curveOption(panel: CurvePanel, at: number, colour: Colours): EChartsCoreOption {
  const text = { color: colour('--muted'), fontFamily: panel.font, fontSize: 11 };
  return {
    animation: false,
    grid: { left: 44, right: 76, top: 22, bottom: 40 },
    xAxis: {
      type: 'value',
      min: stretch(panel.levels[0] ?? 0),
      max: stretch(panel.levels.at(-1) ?? 1),
      name: '% of training rows poisoned',
      nameLocation: 'middle',
      nameGap: 24,
      nameTextStyle: text,
      axisLine: { show: true, onZero: false, lineStyle: { color: colour('--edge') } },
      axisTick: { show: true, customValues: panel.levels.map(stretch) },
      axisLabel: {
        ...text,
        customValues: panel.levels.map(stretch),
        formatter: (value: number) => level(value * value).slice(0, -1),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: panel.floor,
      max: 1,
      interval: panel.floor < 0.7 ? 0.2 : 0.1,
      axisLine: { show: true, lineStyle: { color: colour('--edge') } },
      axisLabel: {
        ...text,
        formatter: (value: number) => `${Math.round(value * 100)}${value >= 1 ? '%' : ''}`,
      },
      splitLine: { lineStyle: { color: colour('--border') } },
    },
    series: [
      ...panel.curves.map((curve) => band(curve, colour)),
      ...panel.lines.map((line) => crossLine(line, text)),
      readingLine(at, colour, panel.font),
      ...panel.curves.map((curve) => meanLine(curve, colour)),
      endLabels(panel, colour),
    ],
  };
}

function band(curve: Curve, colour: Colours): CustomSeriesOption {
  const renderItem: CustomSeriesRenderItem = (_params, api) => ({
    type: 'polygon',
    silent: true,
    shape: {
      points: [
        ...curve.points.map((point) => api.coord([stretch(point.level), point.high])),
        ...curve.points.toReversed().map((point) => api.coord([stretch(point.level), point.low])),
      ],
    },
    style: { fill: colour(SERIES[curve.model].colour), opacity: BAND_OPACITY },
  });
  return { id: `band-${curve.model}`, type: 'custom', data: [0], renderItem, silent: true, clip: true, z: 1 };
}

function meanLine(curve: Curve, colour: Colours): LineSeriesOption {
  const series = SERIES[curve.model];
  return {
    id: `mean-${curve.model}`,
    type: 'line',
    data: curve.points.map((point) => [stretch(point.level), point.mean]),
    symbol: SYMBOL[series.marker],
    symbolSize: 7,
    showAllSymbol: true,
    lineStyle: { color: colour(series.colour), width: 2 },
    itemStyle: { color: colour(series.colour) },
    silent: true,
    z: 3,
  };
}

function crossLine(
  line: { at: number; text: string },
  text: { color: string; fontFamily: string },
): CustomSeriesOption {
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const area = params.coordSys as unknown as { x: number; width: number };
    const y = api.coord([0, line.at])[1] ?? 0;
    return {
      type: 'group',
      children: [
        {
          type: 'line',
          shape: { x1: area.x, x2: area.x + area.width, y1: y, y2: y },
          style: { stroke: text.color, lineDash: [2, 3], lineWidth: 1 },
        },
        {
          type: 'text',
          x: area.x + 6,
          y: y + 3,
          style: { text: line.text, fill: text.color, font: `11px ${text.fontFamily}` },
        },
      ],
    };
  };
  return { id: `line-${line.text}`, type: 'custom', data: [0], renderItem, silent: true, z: 2 };
}

/** The upright line at the level that the page reads. */
export function readingLine(at: number, colour: Colours, font: string): CustomSeriesOption {
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const area = params.coordSys as unknown as { y: number; height: number };
    const x = api.coord([stretch(at), 1])[0] ?? 0;
    return {
      type: 'group',
      children: [
        {
          type: 'line',
          shape: { x1: x, x2: x, y1: area.y, y2: area.y + area.height },
          style: { stroke: colour('--edge'), lineWidth: 1 },
        },
        {
          type: 'text',
          x,
          y: area.y - 4,
          style: {
            text: level(at),
            fill: colour('--ink'),
            font: `600 11px ${font}`,
            textAlign: 'center',
            textVerticalAlign: 'bottom',
          },
        },
      ],
    };
  };
  return { id: 'reading-line', type: 'custom', data: [at], renderItem, silent: true, z: 2 };
}

function endLabels(panel: CurvePanel, colour: Colours): CustomSeriesOption {
  const renderItem: CustomSeriesRenderItem = (params, api) => {
    const area = params.coordSys as unknown as { y: number; height: number };
    const ends = panel.curves.flatMap((curve) => {
      const last = curve.points.at(-1);
      if (!last) return [];
      const [x = 0, y = 0] = api.coord([stretch(last.level), last.mean]);
      return [{ series: SERIES[curve.model], x, y }];
    });
    const places = spreadLabels(
      ends.map((end) => end.y),
      LABEL_GAP,
      area.y,
      area.y + area.height,
    );
    return {
      type: 'group',
      children: ends.flatMap((end, index) => [
        {
          type: 'polyline' as const,
          shape: {
            points: [
              [end.x + 5, end.y],
              [end.x + 11, places[index]!],
              [end.x + 15, places[index]!],
            ],
          },
          style: { stroke: colour(end.series.colour), fill: 'none', lineWidth: 1 },
        },
        {
          type: 'text' as const,
          x: end.x + 18,
          y: places[index]!,
          style: {
            text: end.series.short,
            fill: colour(end.series.colour),
            font: `600 11px ${panel.font}`,
            textVerticalAlign: 'middle' as const,
          },
        },
      ]),
    };
  };
  return { id: 'end-labels', type: 'custom', data: [0], renderItem, silent: true, z: 4 };
}

/** The panel in a sentence, for those who do not see it. */
export function curveSentence(panel: CurvePanel): string {
  return panel.curves
    .map((curve) => {
      const steps = curve.points.map((point) => `${percent(point.mean)} at ${level(point.level)}`);
      return `${SERIES[curve.model].name}: ${steps.join(', ')}.`;
    })
    .join(' ');
}
