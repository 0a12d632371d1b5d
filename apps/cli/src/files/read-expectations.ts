import { parseExpectations, type Expectations } from '@antidote/contracts';
import { readBytes } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';

/** Declared expectations in a YAML file. @throws DomainError `invalid_argument` with the place of the first fault */
export async function readExpectations(path: string): Promise<Expectations> {
  const parsed = parseExpectations(new TextDecoder().decode(await readBytes(path)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new DomainError('invalid_argument', `${path} holds no valid expectations: ${where}${issue.message}.`);
}
