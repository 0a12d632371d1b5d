import { escapeMarkup as text } from './escape-markup.js';

/**
 * A table that scrolls by itself where the page is narrow.
 *
 * @param head cells of the head row, as markup
 * @param rows rows of the body, as markup
 */
export function htmlTable(caption: string, head: string, rows: readonly string[]): string {
  return `<div class="scroll" tabindex="0" role="group" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

/** Cells of a head row, of names as they are. */
export const headCells = (...names: string[]): string =>
  names.map((name) => `<th scope="col">${text(name)}</th>`).join('');

/** A row of the body. @param cells as markup */
export const bodyRow = (name: string, ...cells: string[]): string =>
  `<tr><th scope="row">${text(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
