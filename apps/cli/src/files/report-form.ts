import { DomainError } from '@antidote/tabular';

/** The form that a report's name asks for; null without a name. @throws DomainError `invalid_argument` for another ending */
export function reportForm(path: string | undefined): 'html' | 'json' | null {
  if (path === undefined) return null;
  if (path.endsWith('.html')) return 'html';
  if (path.endsWith('.json')) return 'json';
  throw new DomainError('invalid_argument', `--report ${path}: give a name that ends in .html or .json.`);
}
