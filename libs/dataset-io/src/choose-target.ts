import { DomainError } from '@antidote/tabular';

const USUAL_NAMES = new Set(['label', 'target', 'class', 'species']);

/**
 * The index of the target column: the one named, else the first, in file order, named label, target, class or
 * species (any case), else the last.
 *
 * @throws DomainError `target_missing` when no column has the name given
 */
export function chooseTarget(header: string[], target?: string): number {
  if (target === undefined) {
    const usual = header.findIndex((name) => USUAL_NAMES.has(name.toLowerCase()));
    return usual >= 0 ? usual : header.length - 1;
  }
  const chosen = header.indexOf(target);
  if (chosen >= 0) return chosen;
  const shown = header.slice(0, 20).map((name) => JSON.stringify(name));
  const more = header.length > shown.length ? ` and ${header.length - shown.length} more` : '';
  throw new DomainError(
    'target_missing',
    `No column is named ${JSON.stringify(target)}; the columns are ${shown.join(', ')}${more}.`,
    { target },
  );
}
