import type { VersionDiff } from '@antidote/contracts';
import { counted } from '../ui/format.js';

/** The answer to "what changed?" in one sentence: labels first, for they are what poisoning and cleaning change. */
export function diffSentence(diff: VersionDiff): string {
  const otherCells = diff.cells.total - diff.changedLabels;
  const parts = [
    diff.changedLabels > 0 && counted(diff.changedLabels, 'label'),
    otherCells > 0 && counted(otherCells, 'value'),
  ].filter((part) => part !== false);
  const said = [
    parts.length > 0 && `${parts.join(' and ')} changed`,
    diff.added.total > 0 && `${counted(diff.added.total, 'row')} came`,
    diff.dropped.total > 0 && `${counted(diff.dropped.total, 'row')} went`,
  ].filter((part) => part !== false);
  if (said.length === 0) return 'Nothing: both hold the same rows.';
  const text = said.length === 1 ? said[0]! : `${said.slice(0, -1).join(', ')} and ${said.at(-1)}`;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
