import { existsSync, realpathSync } from 'node:fs';
import type { AttackName, PoisonSpec } from '@antidote/contracts';
import { readCsvFile, rewriteLabels, toTable, writeOutputs } from '@antidote/dataset-io';
import { applyAttack, buildManifest } from '@antidote/poisoning';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { SEED, choice, number, required, text, toggle } from '../command-line/flag.js';
import { sha256Hex } from '../files/sha256.js';
import { manifestPath, poisonedPath } from '../files/output-path.js';

// Written out here because the schemas of `contracts` cost 30 ms to load, a third of this command's whole time.
const ATTACKS = ['uniform'] as const satisfies readonly AttackName[];

export const poison = defineCommand({
  flags: {
    dataPath: required(text('CSV file to poison; it is left as it is', { placeholder: 'FILE' })),
    percent: required(number('share of the labelled rows to flip, in percent', { min: 0, max: 100 })),
    attack: choice('how rows are chosen and what they become', ATTACKS, 'uniform', { random: 'uniform' }),
    seed: SEED,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    out: text('file to write; FILE_poisoned_PERCENT.csv beside the input unless given', { placeholder: 'FILE' }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'Exactly rows x percent / 100 labels change (a half rounds up), each to another class of the file; every other byte stays. The manifest beside the output lists them and is used by train while the output is unchanged.\nExample: antidote poison --data_path data/iris.csv --percent 10',

  async run(values, terminal) {
    const spec: PoisonSpec = { attack: values.attack, percent: values.percent, seed: values.seed };
    const { sha256, document } = await readCsvFile(values.dataPath);
    const { table, warnings } = toTable(document, { target: values.target });
    const { changes } = applyAttack(table, spec);
    const poisoned = rewriteLabels(document, changes, table.target.name);

    const output = values.out ?? poisonedPath(values.dataPath, spec.percent);
    refuseInput(output, values.dataPath);
    const manifest = buildManifest({
      spec,
      target: table.target.name,
      inputSha256: sha256,
      outputSha256: sha256Hex(poisoned),
      changes,
    });
    const outputs = new Map([
      [output, poisoned],
      [manifestPath(output), new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)],
    ]);
    await writeOutputs(outputs, { force: values.force });

    for (const warning of warnings) terminal.note(`warning: ${warning}`);
    return {
      text: `${output}: ${changes.length} of ${table.rowCount} labels flipped (${values.attack}, seed ${values.seed})\n${manifestPath(output)}: what was changed\n`,
      json: {
        output,
        manifest: manifestPath(output),
        ...spec,
        target: table.target.name,
        rows: table.rowCount,
        flipped: changes.length,
        outputSha256: manifest.output.sha256,
        warnings,
      },
    };
  },
});

/** `--force` overwrites outputs, never the data it was made from. */
function refuseInput(output: string, input: string): void {
  if (existsSync(output) && realpathSync(output) === realpathSync(input)) {
    throw new DomainError('invalid_argument', `--out ${output} is the input itself; name another file.`);
  }
}
