import { classCounts, DomainError, type LabelColumn } from '@antidote/tabular';

/** Classes that rows can be told apart into: with fewer rows a class, nothing says which label is out of place. */
const ROWS_A_CLASS = 3;

/**
 * Refuses labels that no detector can judge.
 * @throws DomainError `single_class`; `too_few_rows` when there are more classes than a third of the labelled rows
 */
export function checkLabels({ name, codes, classes }: LabelColumn): void {
  const counts = classCounts(codes, classes.length);
  const labelled = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  if (present < 2) {
    const held = present === 0 ? 'no label' : 'a single class';
    throw new DomainError(
      'single_class',
      `Column "${name}" has ${held}; no label can be suspected. Is it the target? Choose another.`,
    );
  }
  if (present * ROWS_A_CLASS > labelled) {
    throw new DomainError(
      'too_few_rows',
      `Column "${name}" has ${present} classes in ${labelled} labelled rows; a detector needs at least ${ROWS_A_CLASS} rows a class on average. Is it the target? Choose another, or merge classes.`,
      { classes: present, rows: labelled },
    );
  }
}
