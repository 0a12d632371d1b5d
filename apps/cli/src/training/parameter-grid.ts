import type { ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';

const MOST = 1000;

/**
 * Every combination of the values given to `--param`, the last parameter changing fastest; one empty set without any.
 * Texts that read as a number or as true and false become one.
 *
 * @throws DomainError `limit_exceeded` for more than 1,000 combinations
 */
export function parameterGrid(given: ReadonlyMap<string, readonly string[]>): ModelParameters[] {
  const size = [...given.values()].reduce((product, values) => product * values.length, 1);
  if (size > MOST) {
    throw new DomainError(
      'limit_exceeded',
      `--param asks for ${size} combinations; at most ${MOST} are trained at once.`,
    );
  }
  let grid: ModelParameters[] = [{}];
  for (const [name, values] of given) {
    grid = grid.flatMap((set) => values.map((value) => ({ ...set, [name]: parameterValue(value) })));
  }
  return grid;
}

function parameterValue(text: string): number | string | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
