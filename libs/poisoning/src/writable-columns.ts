import { DomainError, type FeatureColumn, type Table } from '@antidote/tabular';

/** The features that the attacker can write. @throws DomainError `column_mismatch` for a name that is no feature */
export function writableColumns(table: Table, names: string[] | undefined): FeatureColumn[] {
  if (names === undefined) return table.features;
  return names.map((name) => {
    const column = table.features.find((each) => each.name === name);
    if (!column) {
      const known = table.features.map((each) => JSON.stringify(each.name)).join(', ');
      throw new DomainError('column_mismatch', `There is no feature ${JSON.stringify(name)}; there are ${known}.`, {
        column: name,
      });
    }
    return column;
  });
}
