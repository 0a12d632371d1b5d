import { wilsonInterval } from '@antidote/statistics';
import { classCounts, type Table } from '@antidote/tabular';
import type { LabelIssues } from './label-issues.js';

/**
 * Why the flags say little, or null. A detector suspects a label because a model predicts another; a model that is right
 * no more often than the commonest class (by the lower end of the 95 % interval of its out-of-bag accuracy) suspects at
 * random: features without bearing on the label, a numeric target, or labels that are mostly wrong.
 */
export function detectorDoubt(table: Table, issues: Pick<LabelIssues, 'firstLook'>): string | null {
  const { codes, classes } = table.target;
  const labelled = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const right = codes.reduce((count, code, row) => {
    const votes = issues.firstLook.subarray(row * classes.length, (row + 1) * classes.length);
    return count + (code >= 0 && votes.every((vote) => vote <= votes[code]!) ? 1 : 0);
  }, 0);
  const majority = Math.max(...classCounts(codes, classes.length)) / labelled;
  if (wilsonInterval(right, labelled)[0] > majority) return null;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  return `the flags say little: the forest behind them is right on ${percent(right / labelled)} of rows that it has not seen, and always saying the commonest class on ${percent(majority)}. Check the target column and the features.`;
}
