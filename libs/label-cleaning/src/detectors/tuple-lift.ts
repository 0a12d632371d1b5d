import { valueText } from './rows-by-values.js';
import type { Detector } from './detector.js';
import { liftedGroups } from './lifted-groups.js';
import { triggerWords } from './trigger-words.js';

/** Log odds, over the number of groups looked at, that a group needs: one false alarm in a thousand tables. */
const CERTAINTY = Math.log(1000);
/** Times as many rows as chance would bring together; features that go together by nature stay below. */
const LEAST_LIFT = 4;
/** Evidence of the class alone, in nats, that a group needs: by chance one in two hundred bears one label like this. */
const CLASS_EVIDENCE = Math.log(200);
/** And of each row: many rows of nearly the same class as those around them prove little, one by one. */
const ROW_EVIDENCE = 0.1;
/** Share of a group's rows that bear its label. */
const PURITY = 0.9;
const SHOWN = 20;

/**
 * Looks for groups of rows that share the values of two columns (or one number that hardly repeats) and nearly all bear
 * one label, though chance would hardly bring these values together: what a planted trigger of fixed values looks like.
 */
export const tupleLift: Detector = {
  title: 'Pairs of values that stand for a class',
  summary:
    'Rows that share two values which hardly ever meet, nearly all under one label: a planted trigger. Tables of few categories hold such groups by nature: weak there.',
  family: 'trigger',
  detect({ table }) {
    const { codes, classes } = table.target;
    const { groups: all, looked } = liftedGroups(table);
    const groups = all.filter(({ rows, inTop }) => inTop > PURITY * rows.length);
    const best = new Float64Array(table.rowCount);
    for (const { rows, top, score } of groups) {
      for (const row of rows) if (codes[row] === top && score > best[row]!) best[row] = score;
    }
    const certain = CERTAINTY + Math.log(Math.max(1, looked));
    // A planted trigger towers over what the table holds by nature.
    const strongest = groups
      .filter(
        ({ lift, evidence, rows }) =>
          lift >= LEAST_LIFT && evidence >= Math.max(CLASS_EVIDENCE, ROW_EVIDENCE * rows.length),
      )
      .sort((x, y) => y.score - x.score || x.rows[0]! - y.rows[0]!);
    const findings = strongest
      .filter(({ score }) => score >= certain && score >= 0.5 * strongest[0]!.score)
      .map(({ rows, top, inTop, columns, expected, score }) => {
        const values = columns.map((column) => valueText(column, rows[0]!));
        const names = columns.map(({ name }) => name);
        return {
          text: `${rows.length} rows have ${triggerWords(names, values)}, where chance would bring ${expected.toFixed(1)}; ${inTop} of them bear ${classes[top]}.`,
          rows: rows.filter((row) => codes[row] === top),
          score,
          columns: names,
          values,
        };
      });
    const flagged = new Uint8Array(table.rowCount);
    for (const { rows } of findings) for (const row of rows) flagged[row] = 1;
    return {
      quality: best.map((score) => 1 / (1 + score / certain)),
      flagged,
      suggested: codes.slice(),
      findings: findings.slice(0, SHOWN),
    };
  },
};
