import type { FeatureColumn } from '@antidote/tabular';
import { found } from '../rows/finding.js';
import { labelSkill } from '../rows/label-skill.js';
import { percent, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

/** Skill from which a column is as good as the label itself. */
const NEAR_COPY = 0.98;
/** Skill, and its lead over the next column, from which a column knows too much. */
const STRONG = 0.75;
const LEAD = 0.25;
/** Fewer rows, or fewer of a class, cannot tell leakage from luck. */
const FEWEST_ROWS = 40;

/** Single features that tell the label of rows unseen: near copies of the target, and columns far above the rest. */
export const leakage: Check = ({ sample, seed }) => {
  const { codes, classes, name } = sample.target;
  if (sample.rowCount < FEWEST_ROWS) return { findings: [], skipped: `fewer than ${FEWEST_ROWS} rows` };
  const skills = sample.features
    .map((column) => ({ column: column.name, skill: skillOf(column, codes, classes, seed) }))
    .sort((a, b) => b.skill - a.skill);
  const copies = skills.filter(({ skill }) => skill >= NEAR_COPY);
  // The rest starts below what leaks: two leaking columns must not hide each other.
  const findings = copies.map(({ column, skill }) =>
    found(
      'leakage',
      'block',
      `Column ${shown(column)} alone tells the label ${shown(name)} of unseen rows (skill ${percent(skill)}): it is as good as a copy of it.`,
      'Drop the column unless it is known before the label is; a model trained on it will fail where the label is not known yet.',
      { columns: [column], numbers: { skill } },
    ),
  );
  const others = skills.slice(copies.length);
  const [first, second] = others;
  if (first && first.skill >= STRONG && first.skill - (second?.skill ?? 0) >= LEAD) {
    findings.push(
      found(
        'leakage',
        'warn',
        `Column ${shown(first.column)} alone tells most labels (skill ${percent(first.skill)}, the next column ${percent(Math.max(0, second?.skill ?? 0))}).`,
        'Find out whether the column is filled in after the label is known; drop it if so.',
        { columns: [first.column], numbers: { skill: first.skill, next: second?.skill ?? 0 } },
      ),
    );
  }
  return { findings, note: `${sample.rowCount} rows` };
};

/** A column with nearly as many texts as rows tells nothing of unseen rows; it is the id check's. */
function skillOf(column: FeatureColumn, codes: Int32Array, classes: string[], seed: number): number {
  return column.kind === 'category' && column.categories.length > codes.length / 2
    ? 0
    : labelSkill(column, codes, classes, seed);
}
