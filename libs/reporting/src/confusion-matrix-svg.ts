import { escapeMarkup } from './escape-markup.js';

const CELL = 56;
const SMALL_CELL = 32;
/** More classes than this get the small cells. */
const LARGE = 8;
const LETTER = 6.6;
const LONGEST = 18;

/**
 * A confusion matrix as SVG: rows are the truth, columns the prediction. A cell is as dark as its share of its row, right
 * ones green and wrong ones amber, so that a rare class counts as much as a common one; the counts stand in the cells.
 *
 * @param counts row-major [truth][predicted], `classes.length` squared
 * @param title stands above, such as `random-forest, accuracy 0.9556`
 * @returns an `svg` element as text
 */
export function confusionMatrixSvg(classes: readonly string[], counts: ArrayLike<number>, title: string): string {
  const n = classes.length;
  const cell = n > LARGE ? SMALL_CELL : CELL;
  const names = classes.map(shortened);
  const longest = Math.max(...names.map((name) => [...name].length)) * LETTER;
  const left = Math.ceil(36 + longest);
  const top = 40;
  // Names below the columns lean where they are longer than a cell is wide.
  const leans = longest > cell - 6;
  const width = Math.max(left + n * cell + (leans ? 12 : 16), Math.ceil(title.length * 8.6) + 24);
  const below = leans ? Math.ceil(longest * 0.72) + 18 : 20;
  const height = top + n * cell + below + 24;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(sentence(classes, counts))}" font-family="Inter, 'DejaVu Sans', system-ui, sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#FFFFFF"/>`,
    `<text x="12" y="22" font-size="13" font-weight="600" fill="#14181F">${escapeMarkup(title)}</text>`,
  ];
  for (let truth = 0; truth < n; truth++) {
    const y = top + truth * cell;
    const rows = rowSum(counts, truth, n);
    parts.push(
      `<text x="${left - 8}" y="${y + cell / 2 + 4}" text-anchor="end" fill="#14181F">${escapeMarkup(names[truth]!)}</text>`,
    );
    for (let predicted = 0; predicted < n; predicted++) {
      const x = left + predicted * cell;
      const count = counts[truth * n + predicted]!;
      const share = rows === 0 ? 0 : count / rows;
      const colour = truth === predicted ? '#1D6F5C' : '#8F6003';
      parts.push(
        `<rect x="${x}" y="${y}" width="${cell - 2}" height="${cell - 2}" rx="3" fill="${colour}" fill-opacity="${(0.06 + 0.94 * share).toFixed(3)}"><title>${escapeMarkup(`${classes[truth]} taken for ${classes[predicted]}: ${count} of ${rows}`)}</title></rect>`,
        `<text x="${x + (cell - 2) / 2}" y="${y + cell / 2 + 3}" text-anchor="middle" fill="${share > 0.5 ? '#FFFFFF' : '#14181F'}">${count}</text>`,
      );
    }
  }
  const foot = top + n * cell;
  names.forEach((name, c) => {
    const x = left + c * cell + cell / 2;
    const turn = leans ? ` transform="rotate(-45 ${x} ${foot + 12})"` : '';
    const anchor = leans ? 'end' : 'middle';
    parts.push(
      `<text x="${x}" y="${foot + 14}" text-anchor="${anchor}"${turn} fill="#14181F">${escapeMarkup(name)}</text>`,
    );
  });
  const middle = top + (n * cell) / 2;
  parts.push(
    `<text x="${left + (n * cell) / 2}" y="${height - 8}" text-anchor="middle" fill="#545E6B">predicted</text>`,
    `<text x="16" y="${middle}" text-anchor="middle" transform="rotate(-90 16 ${middle})" fill="#545E6B">truth</text>`,
    '</svg>',
  );
  return `${parts.join('\n')}\n`;
}

function sentence(classes: readonly string[], counts: ArrayLike<number>): string {
  const total = classes.reduce((sum, _, truth) => sum + rowSum(counts, truth, classes.length), 0);
  const right = classes.reduce((sum, _, c) => sum + counts[c * classes.length + c]!, 0);
  return `Confusion matrix: ${right} of ${total} rows predicted rightly, over ${classes.length} classes`;
}

function rowSum(counts: ArrayLike<number>, truth: number, n: number): number {
  let sum = 0;
  for (let predicted = 0; predicted < n; predicted++) sum += counts[truth * n + predicted]!;
  return sum;
}

function shortened(name: string): string {
  const letters = [...name];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name;
}
