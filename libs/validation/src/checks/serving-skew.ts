import type { FeatureSet, FeatureSetColumn, SkewFinding } from '@antidote/contracts';
import { featureSetColumns, schemaSkew } from '@antidote/data-versioning';
import { featureSchema, type Table } from '@antidote/tabular';
import { found, type Found } from '../rows/finding.js';
import { listed } from '../rows/words.js';
import type { Check } from './check-context.js';

const REMEDY: Record<Exclude<SkewFinding['difference'], 'unknown-column'>, string> = {
  'missing-column': 'Put it back, or train and promote a model without it before such rows are served.',
  'other-type': 'Correct the values at their source: the model cannot read them, and its predictions would fail.',
  'unknown-category': 'Correct the spelling, or train a model that knows them: to this one they are missing values.',
};

/** What models that serve now expect of their columns, and this version does not hold. */
export const servingSkew: Check = ({ table, served }) => {
  if (served.length === 0) return { findings: [], skipped: 'no model that was trained on the dataset serves' };
  const actual = featureSetColumns(featureSchema(table));
  // Any text may name a person: rows say where, and no message tells values.
  const untold = actual.map(({ name }) => name);
  // Several models may serve; what all of them miss is told once.
  const told = new Set<string>();
  const findings = served.flatMap(({ name, version, columns }) =>
    schemaSkew(columns, actual, untold).flatMap(({ column, difference, message }): Found[] => {
      // A column that a model does not know is no harm to it.
      if (difference === 'unknown-column' || told.has(message)) return [];
      told.add(message);
      const positions = difference === 'unknown-category' ? unknownTo(columns, table, column) : [];
      const whose = `A model that serves expects ${name} ${version}`;
      return [
        found('serving-skew', 'warn', `${message} ${whose}.`, REMEDY[difference], { columns: [column], positions }),
      ];
    }),
  );
  return { findings, note: `against ${listed(served.map(nameOf))}` };
};

/** Rows whose category in a column is none that the model knows, ascending. */
function unknownTo(expected: FeatureSetColumn[], { features }: Table, name: string): number[] {
  const known = new Set(expected.find((column) => column.name === name)?.categories);
  const column = features.find((one) => one.name === name);
  if (column?.kind !== 'category') return [];
  const isKnown = column.categories.map((category) => known.has(category));
  return Array.from(column.codes.keys()).filter((row) => column.codes[row]! >= 0 && !isKnown[column.codes[row]!]);
}

const nameOf = ({ name, version }: FeatureSet) => `${name} ${version}`;
