import type { AttackName, StudyCell, StudyReport } from '@antidote/contracts';
import { escapeMarkup } from './escape-markup.js';
import { level, percentage } from './format-number.js';
import { ATTACK_TITLE, MODEL_STYLE } from './study-words.js';
import { spreadLabels } from './spread-labels.js';

const WIDTH = 420;
const HEIGHT = 300;
const PLOT = { left: 44, right: 314, top: 14, bottom: 252 };
const LABEL_HEIGHT = 14;

/**
 * Accuracy by poison level as SVG, one line a model with its 95 % band. The level axis is a square root, which spreads
 * the low levels; its ticks are the levels studied. The dotted line is the accuracy of always saying the commonest class.
 * Light colours stand in the attributes, so that the picture is right by itself; classes let a page restyle it.
 *
 * @param report a finished study
 * @param attack the panel to draw; the first attack studied by default
 * @returns an `svg` element as text
 */
export function studyChartSvg(report: StudyReport, attack: AttackName = report.spec.attacks[0]!): string {
  const cells = report.cells.filter((cell) => cell.attack === attack);
  const levels = [...new Set(cells.map((cell) => cell.level))].sort((a, b) => a - b);
  const lowest = Math.min(report.majorityAccuracy, ...cells.map((cell) => cell.interval[0]));
  // Tenths, and at least two of them; the scale never leaves [0, 1].
  const floor = Math.max(0, Math.min(0.8, Math.floor(lowest * 10 - 1e-9) / 10));
  const x = (percent: number) => {
    const [first, last] = [Math.sqrt(levels[0]!), Math.sqrt(levels.at(-1)!)];
    const share = last > first ? (Math.sqrt(percent) - first) / (last - first) : 0.5;
    return round(PLOT.left + share * (PLOT.right - PLOT.left));
  };
  const y = (share: number) => {
    const inside = Math.min(1, Math.max(floor, share));
    return round(PLOT.bottom - ((inside - floor) / (1 - floor)) * (PLOT.bottom - PLOT.top));
  };
  const series = report.spec.models.map((model) => ({
    model,
    cells: cells.filter((cell) => cell.model === model).sort((a, b) => a.level - b.level),
  }));
  const drawn = series.filter((one) => one.cells.length > 0);
  const ends = drawn.map((one) => y(one.cells.at(-1)!.mean));
  const labels = spreadLabels(ends, LABEL_HEIGHT, PLOT.top, PLOT.bottom);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeMarkup(sentence(attack, drawn))}" font-family="Inter, system-ui, sans-serif" font-size="12">`,
    ...axes(levels, floor, x, y),
    majority(report.majorityAccuracy, y),
    ...drawn.map((one) => band(one.cells, x, y)),
    ...drawn.map((one) => line(one.cells, x, y)),
    ...drawn.map((one, index) => endLabel(one.cells.at(-1)!, x, ends[index]!, labels[index]!)),
    '</svg>',
  ].join('\n');
}

type Scale = (value: number) => number;

function axes(levels: number[], floor: number, x: Scale, y: Scale): string[] {
  const parts: string[] = [];
  const step = 1 - floor > 0.5 ? 2 : 1;
  for (let tenth = Math.round(floor * 10); tenth <= 10; tenth += step) {
    const at = y(tenth / 10);
    parts.push(
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="#D5D9E0"/>`,
      `<text class="muted" x="${PLOT.left - 6}" y="${at + 4}" text-anchor="end" fill="#545E6B">${tenth * 10}%</text>`,
    );
  }
  let free = -Infinity;
  for (const percent of levels) {
    const at = x(percent);
    parts.push(
      `<line class="grid" x1="${at}" x2="${at}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 4}" stroke="#768190"/>`,
    );
    if (at < free) continue;
    free = at + 30;
    parts.push(
      `<text class="muted" x="${at}" y="${PLOT.bottom + 17}" text-anchor="middle" fill="#545E6B">${level(percent)}</text>`,
    );
  }
  const middle = (PLOT.left + PLOT.right) / 2;
  parts.push(
    `<text class="muted" x="${middle}" y="${HEIGHT - 10}" text-anchor="middle" fill="#545E6B">rows poisoned in training</text>`,
  );
  return parts;
}

function majority(share: number, y: Scale): string {
  const at = y(share);
  return (
    `<line class="control" x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="#768190" stroke-dasharray="1 3"/>` +
    `<text class="muted" x="${PLOT.left + 4}" y="${at - 4}" font-size="11" fill="#545E6B">commonest class ${percentage(share)}</text>`
  );
}

function band(cells: StudyCell[], x: Scale, y: Scale): string {
  const upper = cells.map((cell) => `${x(cell.level)},${y(cell.interval[1])}`);
  const lower = cells.map((cell) => `${x(cell.level)},${y(cell.interval[0])}`).reverse();
  const { short, colour } = MODEL_STYLE[cells[0]!.model];
  return `<polygon class="series-${short} band" points="${[...upper, ...lower].join(' ')}" fill="${colour}" fill-opacity="0.16"/>`;
}

function line(cells: StudyCell[], x: Scale, y: Scale): string {
  const { short, colour, dash } = MODEL_STYLE[cells[0]!.model];
  const points = cells.map((cell) => `${x(cell.level)},${y(cell.mean)}`).join(' ');
  const dashes = dash ? ` stroke-dasharray="${dash}"` : '';
  const path = `<polyline class="series-${short} line" points="${points}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`;
  return path + cells.map((cell) => marker(cell, x(cell.level), y(cell.mean))).join('');
}

function marker({ model, level: percent, mean, interval, n }: StudyCell, x: number, y: number): string {
  const { title, short, colour, marker: shape } = MODEL_STYLE[model];
  const told = `${title}, ${level(percent)}: ${percentage(mean)} (${percentage(interval[0])} to ${percentage(interval[1])}, ${n} seeds)`;
  const tip = `<title>${escapeMarkup(told)}</title>`;
  const paint = `class="series-${short} marker" fill="${colour}"`;
  if (shape === 'circle') return `<circle ${paint} cx="${x}" cy="${y}" r="4">${tip}</circle>`;
  if (shape === 'square') {
    return `<rect ${paint} x="${round(x - 3.5)}" y="${round(y - 3.5)}" width="7" height="7">${tip}</rect>`;
  }
  const path = {
    diamond: 'l4.5,4.5l-4.5,4.5l-4.5,-4.5z',
    triangle: 'l4.5,8.5l-9,0z',
    'inverted-triangle': 'm-4.5,0l9,0l-4.5,8.5z',
    cross: 'm-1.5,0h3v3h3v3h-3v3h-3v-3h-3v-3h3z',
  };
  return `<path ${paint} d="M${round(x)},${round(y - 4.5)}${path[shape]}">${tip}</path>`;
}

/** The name at the line's end, moved off its neighbours, with a leader back to the point. */
function endLabel(cell: StudyCell, x: Scale, from: number, to: number): string {
  const { short, colour } = MODEL_STYLE[cell.model];
  const end = x(cell.level);
  return (
    `<line class="series-${short} leader" x1="${end + 6}" y1="${from}" x2="${end + 14}" y2="${to}" stroke="${colour}"/>` +
    `<text class="series-${short} label" x="${end + 17}" y="${round(to + 4)}" fill="${colour}" font-weight="560">${short} ${percentage(cell.mean)}</text>`
  );
}

function sentence(attack: AttackName, series: { cells: StudyCell[] }[]): string {
  const told = series.map(({ cells }) => {
    const [first, last] = [cells[0]!, cells.at(-1)!];
    const name = MODEL_STYLE[first.model].title;
    return `${name}: ${percentage(first.mean)} at ${level(first.level)}, ${percentage(last.mean)} at ${level(last.level)}`;
  });
  return `Accuracy under ${ATTACK_TITLE[attack].toLowerCase()}. ${told.join('. ')}.`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
