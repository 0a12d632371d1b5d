import type { FeatureColumn } from '@antidote/tabular';
import { masked, PERSONAL_DATA, PERSONAL_NAME, type PersonalDataKind } from '../personal-data/recognize.js';
import { found, type Found } from '../rows/finding.js';
import { percent, plural, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

/** Digits that pass a check by chance do so for 1 of 10 to 1 of 97 values: most of them do not. */
const MOST = 0.9;
const FEWEST_WEAK = 10;
/** Different values of a shape that other codes have too; fewer are worth a look, and block nothing. */
const FEWEST_SHAPED = 3;

/** Values that name people, by shape and check digit, and columns named after such. Values in messages are masked. */
export const personalData: Check = ({ table }) => {
  const columns: FeatureColumn[] = [...table.features, ...(table.context ?? [])];
  const { target } = table;
  columns.push({ kind: 'category', name: target.name, codes: target.codes, categories: target.classes });
  return { findings: columns.flatMap((column) => inColumn(column)) };
};

function inColumn(column: FeatureColumn): Found[] {
  const values = distinctTexts(column);
  const findings: Found[] = [];
  const told = new Set<string>();
  for (const kind of PERSONAL_DATA) {
    const matching = values.texts.map((text) => text !== null && kind.matches(text));
    const count = matching.filter(Boolean).length;
    if (count === 0 || told.has(kind.name)) continue;
    const severity = severityOf(kind, count, values.texts);
    // A column of one kind's digits may pass another's looser check too: the first, stricter one is told.
    if (severity === null || (kind.strength === 'weak' && findings.length > 0)) continue;
    told.add(kind.name);
    const positions: number[] = [];
    values.codes.forEach((code, position) => {
      if (code >= 0 && matching[code]) positions.push(position);
    });
    const share = positions.length / rowsOf(column);
    findings.push(
      found(
        'personal-data',
        severity,
        `Column ${shown(column.name)} holds what looks like ${/^[aeio]/i.test(kind.name) ? 'an' : 'a'} ${kind.name} in ${plural(positions.length, 'row')} (${percent(share)}), such as ${shown(masked(values.texts[matching.indexOf(true)]!))}.`,
        'Take the column out or replace the values by ones that name nobody; accept it with a reason where the law allows it.',
        { columns: [column.name], positions, numbers: { share } },
      ),
    );
  }
  if (findings.length === 0 && PERSONAL_NAME.test(column.name)) {
    findings.push(
      found(
        'personal-data',
        'warn',
        `The name of column ${shown(column.name)} says that it describes people.`,
        'Take the column out unless the model needs it and the law allows it.',
        { columns: [column.name] },
      ),
    );
  }
  return findings;
}

const rowsOf = (column: FeatureColumn) => (column.kind === 'numeric' ? column.values : column.codes).length;

/** What so many different values that match are worth; null for what chance gives as well. */
function severityOf(kind: PersonalDataKind, matching: number, texts: (string | null)[]): 'block' | 'warn' | null {
  if (kind.strength === 'strong') return 'block';
  if (kind.strength === 'weak') return texts.length >= FEWEST_WEAK && matching >= MOST * texts.length ? 'block' : null;
  const ofShape = texts.filter((text) => text !== null && kind.hasShape(text)).length;
  if (matching < MOST * ofShape) return null;
  return matching >= FEWEST_SHAPED ? 'block' : 'warn';
}

/** Distinct texts with each row's index among them; of numbers only whole ones of 9 digits or more, with others as null. */
function distinctTexts(column: FeatureColumn): { texts: (string | null)[]; codes: Int32Array } {
  if (column.kind === 'category') return { texts: column.categories, codes: column.codes };
  const indexOf = new Map<number, number>();
  const texts: (string | null)[] = [];
  if (!column.values.some((value) => value >= 1e8 && Number.isInteger(value))) {
    return { texts, codes: new Int32Array(column.values.length).fill(-1) };
  }
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    let index = indexOf.get(value);
    if (index === undefined) {
      indexOf.set(value, (index = texts.length));
      texts.push(Number.isSafeInteger(value) && value >= 1e8 ? String(value) : null);
    }
    return index;
  });
  return { texts, codes };
}
