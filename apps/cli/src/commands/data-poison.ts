import { createRun, getVersion } from '@antidote/api-client';
import { ATTACKS } from '@antidote/contracts';
import { defineCommand } from '../command-line/command.js';
import { SEED, choice, list, number, required, text } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { answerOf, connect } from '../server/connect.js';
import { versionIdOf } from '../server/version-id.js';
import { waitForRun } from '../server/wait-for-run.js';

export const dataPoison = defineCommand({
  positionals: ['VERSION'],
  flags: {
    percent: required(number('rows to poison, in percent of the labelled rows', { min: 0, max: 100 })),
    attack: choice('the attack', ATTACKS, 'uniform', { random: 'uniform' }),
    targetClass: text('what labels become; for a backdoor the class that the trigger calls', { placeholder: 'CLASS' }),
    sourceClass: text('the class whose labels are flipped', { placeholder: 'CLASS' }),
    columns: list('the columns that the attacker can write', { placeholder: 'A,B,...' }),
    sources: list('the sources that the attacker can reach', { placeholder: 'A,B,...' }),
    seed: SEED,
  },
  notes:
    'Makes a poisoned version beside the one given, which stays as it is. What was changed is kept apart as truth.',

  async run({ percent, attack, seed, targetClass, sourceClass, columns, sources }, terminal, [ref]) {
    const connection = await connect(readConfig());
    const { client } = connection;
    const given = Object.entries({ targetClass, sourceClass, columns, sources }).filter(([, one]) => one !== undefined);
    const spec = { attack, percent, seed, ...(given.length > 0 && { options: Object.fromEntries(given) }) };
    const versionId = await versionIdOf(connection, ref!);
    const asked = createRun({ client, body: { kind: 'poison', versionId, spec } });
    const { outputVersionId } = await waitForRun(connection, (await answerOf(connection, asked)).id, terminal);
    const version = await answerOf(connection, getVersion({ client, path: { id: outputVersionId! } }));
    return {
      text: `version ${version.digest.slice(0, 8)}: ${version.changedLabels} of ${version.rows} labels changed (${attack}, seed ${seed})\nversion id ${version.id}\n`,
      json: version,
    };
  },
});
