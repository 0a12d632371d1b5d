import type { Recall, RecallPlan, RecallSubject } from '@antidote/contracts';
import { counted, shortDigest } from '../ui/format.js';

/** What is recalled, as a noun: "source partner-b of churn". */
export function recalledWords(subject: RecallSubject, dataset: string): string {
  return subject.type === 'source'
    ? `source ${subject.source} of ${dataset}`
    : `version ${shortDigest(subject.versionId)} of ${dataset}`;
}

/** What a recall would do, in one sentence. */
export function planSentence({ freezes, replacements, proposals }: RecallPlan): string {
  const built = replacements.filter(({ versionId }) => versionId === null).length;
  const parts = [
    `freezes ${counted(freezes.length, 'alias', 'aliases')}`,
    built > 0
      ? `builds ${counted(built, 'version')} without it`
      : `falls back to ${counted(replacements.length, 'earlier version')}`,
    `proposes to train ${counted(proposals.length, 'model')} again`,
  ];
  return `Recalling it ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}.`;
}

/** How far a recall is, in one sentence. */
export function recallSentence(recall: Recall): string {
  if (recall.state === 'lifted') return `Taken back by ${recall.liftedBy ?? 'someone'}: the data count as good again.`;
  const building = recall.replacements.filter(({ state }) => state === 'queued' || state === 'running').length;
  const failed = recall.replacements.filter(({ state }) => state === 'failed' || state === 'cancelled').length;
  const waiting = recall.proposals.filter(({ state }) => state === 'proposed').length;
  const frozen = `${counted(recall.freezes.length, 'alias is', 'aliases are')} frozen`;
  if (failed > 0) return `Not done: ${counted(failed, 'version')} without it could not be built; ${frozen}.`;
  if (building > 0) return `Under way: ${counted(building, 'version')} without it being built; ${frozen}.`;
  if (waiting > 0)
    return `Contained: ${frozen}, and ${counted(waiting, 'model waits', 'models wait')} to be trained again.`;
  return recall.proposals.length > 0
    ? `Contained: ${frozen}, and training without it has begun. Promote what holds.`
    : `Contained: ${frozen}, and no model was trained on it.`;
}
