import { defineCommand } from '../command-line/command.js';
import { required, text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { connect } from '../server/connect.js';
import { promote } from '../server/promote.js';

export const modelPromote = defineCommand({
  positionals: ['MODEL'],
  flags: {
    registeredModel: required(text('name in the model registry', { placeholder: 'NAME' })),
    alias: text('alias to take; a model climbs the ladder of the policy', { placeholder: 'NAME', default: 'staging' }),
    reason: required(text('why, 10 characters or more; kept as evidence', { placeholder: 'TEXT' })),
  },
  notes: 'MODEL is the id that `antidote model list` shows. Exit code 1 when the gate refused.',

  async run({ registeredModel, alias, reason }, terminal, [modelId]) {
    const connection = await connect(readConfig());
    return promote(connection, { modelId: modelId!, registeredModel, alias: alias!, reason }, terminal);
  },
});
