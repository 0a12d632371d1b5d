import { liftRecall, openRecall, previewRecall } from '@antidote/api-client';
import type { RecallSubject } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { counted } from '../command-line/counted.js';
import { impactText } from '../server/impact-text.js';
import { recallIdOf } from '../server/recall-id.js';
import { recallText } from '../server/recall-text.js';

export const dataRecall = defineCommand({
  flags: {
    version: text('the version that is bad', { placeholder: 'VERSION' }),
    dataset: text('with --source: the dataset', { placeholder: 'NAME' }),
    source: text('the source that is bad: an annotator, batch or supplier', { placeholder: 'SOURCE' }),
    reason: text('why, 10 characters or more; kept. Wanted unless --dry_run', { placeholder: 'TEXT' }),
    dryRun: toggle('show what it would touch and do, and change nothing'),
    lift: text('take this recall back instead', { placeholder: 'RECALL' }),
  },
  notes:
    'Give --version, or --dataset and --source. Aliases that affected models hold are frozen, the versions are built ' +
    'without the source, and retraining is proposed: `antidote data rollback` waits for both.',

  async run({ version, dataset, source, reason, dryRun, lift }) {
    const connection = await connect(readConfig());
    const { client } = connection;
    if (lift !== undefined) {
      if (dryRun || [version, dataset, source].some((one) => one !== undefined)) {
        throw new DomainError('invalid_argument', '--lift takes --reason alone; leave the other flags out.');
      }
      const body = { reason: wanted(reason) };
      const recall = await answerOf(
        connection,
        liftRecall({ client, path: { id: await recallIdOf(connection, lift) }, body }),
      );
      return { text: recallText(recall), json: recall };
    }
    const versionId = version === undefined ? undefined : await versionIdOf(connection, version);
    const subject = subjectOf(versionId, dataset, source);
    if (dryRun) {
      const plan = await answerOf(connection, previewRecall({ client, body: { subject } }));
      const { freezes, replacements, proposals } = plan;
      const would = `would freeze ${counted(freezes.length, 'alias', 'aliases')}, replace ${counted(replacements.length, 'version')} and propose to train ${counted(proposals.length, 'model')} again\n`;
      return { text: `${impactText(plan.impact)}\n${would}`, json: plan };
    }
    const recall = await answerOf(connection, openRecall({ client, body: { subject, reason: wanted(reason) } }));
    return { text: recallText(recall), json: recall };
  },
});

function wanted(reason: string | undefined): string {
  if (reason !== undefined) return reason;
  throw new DomainError('invalid_argument', 'data recall wants --reason TEXT, which is kept.');
}

function subjectOf(version?: string, dataset?: string, source?: string): RecallSubject {
  if (version !== undefined && dataset === undefined && source === undefined) {
    return { type: 'version', versionId: version };
  }
  if (version === undefined && dataset !== undefined && source !== undefined)
    return { type: 'source', dataset, source };
  throw new DomainError(
    'invalid_argument',
    'give --version, or --dataset and --source: one thing is recalled at a time.',
  );
}
