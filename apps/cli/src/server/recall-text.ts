import type { Recall } from '@antidote/contracts';
import { columns } from '../command-line/columns.js';

/** A recall with what was done about it, for people. */
export function recallText(recall: Recall): string {
  const { id, subject, state, reason, liftedBy, liftReason, freezes, replacements, proposals } = recall;
  const what =
    subject.type === 'source' ? `source ${subject.source} of ${subject.dataset}` : `version ${subject.versionId}`;
  const oneLine = (text: string) => text.replace(/\s+/g, ' ');
  const lifted = liftReason === null ? '' : `  taken back by ${liftedBy}: ${oneLine(liftReason)}\n`;
  const parts = [`recall ${id} (${state}): ${what}\n  ${oneLine(reason)}\n${lifted}`];
  if (freezes.length > 0) {
    const rows = freezes.map((one) => [
      `${one.registeredModel}@${one.alias}`,
      one.modelVersion,
      one.liftedAt ? 'free again' : one.markedAt ? 'frozen' : 'frozen, not shown in MLflow yet',
    ]);
    parts.push(columns(['alias', 'version', 'state'], rows));
  }
  if (replacements.length > 0) {
    const rows = replacements.map((one) => [one.affectedVersionId, one.state, one.versionId ?? '']);
    parts.push(columns(['affected version', 'build', 'replaced by'], rows));
  }
  if (proposals.length > 0) {
    const rows = proposals.map((one) => [one.modelId, one.state, one.runId ?? '', one.id]);
    parts.push(columns(['model to train again', 'state', 'run', 'proposal'], rows));
  }
  return parts.join('\n');
}
