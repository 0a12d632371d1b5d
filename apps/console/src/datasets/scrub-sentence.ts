import type { ScrubReport } from '@antidote/contracts';
import { counted } from '../ui/format.js';

/** What reading every byte again has found, in a sentence. */
export function scrubSentence({ checkedBlobs, damage }: ScrubReport): string {
  if (damage.length === 0)
    return `Sound: ${counted(checkedBlobs, 'file')} read, every one with the hash that it was stored under.`;
  const missing = damage.filter(({ state }) => state === 'missing').length;
  const parts = [
    ...(damage.length > missing ? [`${damage.length - missing} damaged`] : []),
    ...(missing > 0 ? [`${missing} missing`] : []),
  ];
  return `${parts.join(' and ')} of ${counted(checkedBlobs + missing, 'file')}: restore from a backup what is named below.`;
}
