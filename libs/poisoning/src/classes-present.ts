import { classCounts, DomainError, type Table } from '@antidote/tabular';

/** Codes of the classes that some row bears, ascending. @throws DomainError `single_class` for fewer than two */
export function classesPresent({ target: { codes, classes } }: Table): number[] {
  const counts = classCounts(codes, classes.length);
  const present = [...classes.keys()].filter((code) => counts[code]! > 0);
  if (present.length < 2) {
    throw new DomainError(
      'single_class',
      `The labels hold ${present.length === 1 ? 'a single class' : 'no class'}; flipping a label needs at least 2.`,
    );
  }
  return present;
}

/** Codes of the classes that some row bears, the commonest first; ties in code order. */
export function classesByCount(table: Table): number[] {
  const { codes, classes } = table.target;
  const counts = classCounts(codes, classes.length);
  return classesPresent(table).sort((a, b) => counts[b]! - counts[a]! || a - b);
}

/** The code of a class named in the options. @throws DomainError `invalid_argument` when no row bears it */
export function classNamed(table: Table, label: string): number {
  const present = classesPresent(table);
  const code = table.target.classes.indexOf(label);
  if (!present.includes(code)) {
    const known = present.map((each) => JSON.stringify(table.target.classes[each]!)).join(', ');
    throw new DomainError('invalid_argument', `No row has the class ${JSON.stringify(label)}; there are ${known}.`);
  }
  return code;
}
