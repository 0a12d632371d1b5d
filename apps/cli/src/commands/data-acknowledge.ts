import { acknowledgeValidation, getValidation } from '@antidote/api-client';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { required, text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { validationText } from '../server/validation-text.js';

export const dataAcknowledge = defineCommand({
  positionals: ['VERSION'],
  flags: {
    reason: required(text('why it may be used all the same, 10 characters or more; kept', { placeholder: 'TEXT' })),
  },
  notes: 'Takes a version out of quarantine, with your name and reason in the audit trail.',

  async run({ reason }, _terminal, [ref]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const path = { id: await versionIdOf(connection, ref!) };
    const { validation } = await answerOf(connection, getValidation({ client, path }));
    if (validation === null) {
      throw new DomainError('invalid_state', `version ${ref} was not validated: there is nothing to acknowledge.`);
    }
    const body = { validationId: validation.id, reason };
    const acknowledged = await answerOf(connection, acknowledgeValidation({ client, path, body }));
    return { text: validationText(acknowledged), json: acknowledged };
  },
});
