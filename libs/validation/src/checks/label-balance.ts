import { chiSquaredIndependence } from '@antidote/statistics';
import { contextColumn, sourceColumn, type CategoryColumn, type Table } from '@antidote/tabular';
import { found, type Found } from '../rows/finding.js';
import { listed, percent, plural, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

const RARE_SHARE = 0.01;
const FEWEST_OF_CLASS = 5;
/** Cramér's V from which a group says much of the label. */
const STRONG_TIE = 0.3;
const MOST_GROUPS = 200;
const FEWEST_OF_GROUP = 30;

/** Rows without a label, classes with hardly a row, and labels shared out unevenly over groups. */
export const labelBalance: Check = ({ table }) => {
  const { codes, classes, name } = table.target;
  const counts = new Float64Array(classes.length);
  const unlabelled: number[] = [];
  codes.forEach((code, position) => (code < 0 ? unlabelled.push(position) : counts[code]!++));
  const findings: Found[] = [];
  if (unlabelled.length > 0) {
    findings.push(
      found(
        'label-balance',
        'warn',
        `${plural(unlabelled.length, 'row')} (${percent(unlabelled.length / table.rowCount)}) have no label in ${shown(name)}; they are left out of training.`,
        'Label them or drop them.',
        { columns: [name], positions: unlabelled, numbers: { share: unlabelled.length / table.rowCount } },
      ),
    );
  }
  const labelled = table.rowCount - unlabelled.length;
  const rare = classes.filter(
    (_, c) => counts[c]! > 0 && (counts[c]! < FEWEST_OF_CLASS || counts[c]! < RARE_SHARE * labelled),
  );
  if (rare.length > 0) {
    findings.push(
      found(
        'label-balance',
        'info',
        `${plural(rare.length, 'class', 'classes')} of ${shown(name)} ${rare.length === 1 ? 'has' : 'have'} under ${percent(RARE_SHARE)} of the rows or under ${FEWEST_OF_CLASS} of them.`,
        'Check that they are no misspelt labels; gather more of them, or weigh them up in training.',
        { columns: [name], numbers: { classes: rare.length } },
      ),
    );
  }
  for (const group of groupings(table)) {
    const table2 = new Float64Array(group.categories.length * classes.length);
    group.codes.forEach((code, row) => {
      if (code >= 0 && codes[row]! >= 0) table2[code * classes.length + codes[row]!]!++;
    });
    const { pValue, cramersV } = chiSquaredIndependence(table2, group.categories.length, classes.length);
    if (pValue >= 0.001 || cramersV < STRONG_TIE) continue;
    findings.push(
      found(
        'label-balance',
        'warn',
        `The labels are shared out very unevenly over ${shown(group.name)} (Cramér's V ${cramersV.toFixed(2)}).`,
        'A model may learn the group instead of the case: compare its figures by group, and gather the missing labels of each.',
        { columns: [group.name, name], numbers: { cramersV, pValue } },
      ),
    );
  }
  return { findings };
};

/** Groups and sources with too few rows to learn from or to judge by. */
export const representation: Check = ({ table, sensitive }) => {
  const groups = groupings(table);
  if (groups.length === 0) return { findings: [], skipped: 'no column is declared as group or source' };
  return {
    findings: groups.flatMap((group) => {
      const counts = new Float64Array(group.categories.length);
      for (const code of group.codes) if (code >= 0) counts[code]!++;
      const few = group.categories.filter((_, code) => counts[code]! > 0 && counts[code]! < FEWEST_OF_GROUP);
      if (few.length === 0) return [];
      return [
        found(
          'representation',
          'info',
          smallGroups(group.name, few.length, sensitive.has(group.name) ? '' : `: ${listed(few)}`),
          'Figures for them say little; gather more rows or report them together.',
          { columns: [group.name], numbers: { values: few.length } },
        ),
      ];
    }),
  };
};

/** @param which names them; empty where they are not to be told */
export function smallGroups(column: string, count: number, which: string): string {
  return `${plural(count, 'value')} of ${shown(column)} ${count === 1 ? 'has' : 'have'} fewer than ${FEWEST_OF_GROUP} rows${which}.`;
}

/** The group and the source column as categories; one with a value for each row or so is no grouping. */
function groupings(table: Table): Pick<CategoryColumn, 'name' | 'codes' | 'categories'>[] {
  const group = contextColumn(table, 'group');
  const source = sourceColumn(table);
  return [
    ...(group?.kind === 'category' ? [group] : []),
    ...(source ? [{ name: source.name, codes: source.codes, categories: source.names }] : []),
  ].filter(({ categories }) => categories.length > 1 && categories.length <= MOST_GROUPS);
}
