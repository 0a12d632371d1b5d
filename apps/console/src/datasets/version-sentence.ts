import type { VersionSummary } from '@antidote/contracts';
import { counted } from '../ui/format.js';
import { poisonWords } from '../ui/words.js';

/** The answer to "can I train on this?" in one sentence, from what the platform knows about the version. */
export function versionSentence(version: VersionSummary): string {
  const changed = counted(version.changedLabels, 'label');
  const dropped = version.droppedRows > 0 ? `, ${counted(version.droppedRows, 'row')} dropped` : '';
  switch (version.kind) {
    case 'poisoned': {
      const attack = version.poison ? ` (${poisonWords(version.poison)})` : '';
      return `Only to learn from: ${changed} ${version.changedLabels === 1 ? 'was' : 'were'} changed on purpose${attack}.`;
    }
    case 'cleaned':
      return `People checked the suspicious labels: ${changed} changed${dropped}. Train on it and compare.`;
    case 'filtered':
      return `Built without a source: ${counted(version.droppedRows, 'row')} left out. Train on it in place of its parent.`;
    case 'resampled':
      return `Rows drawn again to balance the classes: ${counted(version.rows, 'row')}. Train on it and compare.`;
    case 'original':
      return `Ready to train: ${counted(version.rows, 'row')} in ${counted(version.classes.length, 'class', 'classes')}. Nobody has checked the labels here yet.`;
  }
}

/**
 * The version that an address means: the beginning of its digest is enough. Versions with the same content share their
 * digest (a perfect cleaning equals the original), so the id decides between them where the address has one.
 */
export function findVersion(versions: VersionSummary[], digest: string, id?: string): VersionSummary | undefined {
  const same = versions.filter((version) => version.digest.startsWith(digest));
  return same.find((version) => version.id === id) ?? same[0];
}

/** As much of a digest as an address carries. */
export const addressDigest = (digest: string): string => digest.slice(0, 12);
