import type { FeatureSet, SkewFinding } from '@antidote/contracts';
import { featureSetColumns, schemaSkew } from '@antidote/data-versioning';
import { featureSchema } from '@antidote/tabular';
import { found, type Found } from '../rows/finding.js';
import { listed } from '../rows/words.js';
import type { Check } from './check-context.js';

const REMEDY: Record<Exclude<SkewFinding['difference'], 'unknown-column'>, string> = {
  'missing-column': 'Put it back, or train and promote a model without it before such rows are served.',
  'other-type': 'Correct the values at their source: the model cannot read them, and its predictions would fail.',
  'unknown-category': 'Correct the spelling, or train a model that knows them: to this one they are missing values.',
};

/** What models that serve now expect of their columns, and this version does not hold. */
export const servingSkew: Check = ({ table, served, sensitive }) => {
  if (served.length === 0) return { findings: [], skipped: 'no model that was trained on the dataset serves' };
  const actual = featureSetColumns(featureSchema(table));
  // Several models may serve; what all of them miss is told once.
  const told = new Set<string>();
  const findings = served.flatMap(({ name, version, columns }) =>
    schemaSkew(columns, actual, [...sensitive]).flatMap(({ column, difference, message }): Found[] => {
      // A column that a model does not know is no harm to it.
      if (difference === 'unknown-column' || told.has(message)) return [];
      told.add(message);
      const whose = `A model that serves expects ${name} ${version}`;
      return [found('serving-skew', 'warn', `${message} ${whose}.`, REMEDY[difference], { columns: [column] })];
    }),
  );
  return { findings, note: `against ${listed(served.map(nameOf))}` };
};

const nameOf = ({ name, version }: FeatureSet) => `${name} ${version}`;
