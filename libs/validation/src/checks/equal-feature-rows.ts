import { equalRows } from '../rows/equal-rows.js';
import { found } from '../rows/finding.js';
import { percent, plural } from '../rows/words.js';
import type { Check, CheckContext } from './check-context.js';

/** Duplicates beyond this share of the rows are worth a look. */
const MANY = 0.01;

/** Rows equal to an earlier row in every feature and in the label, over all rows. */
export const duplicates: Check = (context) => {
  const { codes } = context.table.target;
  const repeated: number[] = [];
  let groups = 0;
  for (const group of groupsOf(context)) {
    const seen = new Set<number>();
    const before = repeated.length;
    for (const position of group) {
      if (seen.has(codes[position]!)) repeated.push(position);
      else seen.add(codes[position]!);
    }
    if (repeated.length > before) groups++;
  }
  if (repeated.length === 0) return { findings: [] };
  const share = repeated.length / context.table.rowCount;
  return {
    findings: [
      found(
        'duplicates',
        share > MANY ? 'warn' : 'info',
        `${plural(repeated.length, 'row')} (${percent(share)}) ${repeated.length === 1 ? 'repeats' : 'repeat'} an earlier row exactly, label included.`,
        'Find out whether the same case was entered twice; drop the repeats, or a split puts twins on both sides.',
        { positions: repeated.sort((a, b) => a - b), numbers: { repeats: repeated.length, groups, share } },
      ),
    ],
  };
};

/** Rows equal in every feature that bear different labels, over all rows. */
export const conflictingLabels: Check = (context) => {
  const { codes } = context.table.target;
  const positions: number[] = [];
  let groups = 0;
  for (const group of groupsOf(context)) {
    const labelled = group.filter((position) => codes[position]! >= 0);
    if (new Set(labelled.map((position) => codes[position]!)).size < 2) continue;
    groups++;
    for (const position of labelled) positions.push(position);
  }
  if (groups === 0) return { findings: [] };
  const share = positions.length / context.table.rowCount;
  return {
    findings: [
      found(
        'conflicting-labels',
        'warn',
        `${plural(positions.length, 'row')} in ${plural(groups, 'group')} are equal in every feature and bear different labels.`,
        'At least one label of each group is wrong, or a feature that tells them apart is missing: review these rows first.',
        { positions: positions.sort((a, b) => a - b), numbers: { groups, share } },
      ),
    ],
  };
};

const groupsByHashes = new WeakMap<Uint8Array, Uint32Array[]>();

/** Two checks look at the same groups. */
function groupsOf({ hashes, table }: CheckContext): Uint32Array[] {
  let groups = groupsByHashes.get(hashes);
  if (!groups) groupsByHashes.set(hashes, (groups = equalRows(hashes, table.rowCount)));
  return groups;
}
