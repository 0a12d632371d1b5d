import { existsSync, realpathSync } from 'node:fs';
import type { AttackName, PoisonSpec } from '@antidote/contracts';
import { readCsvFile, rewriteCsv, toTable, writeOutputs } from '@antidote/dataset-io';
import { applyAttack, ATLAS_VERSION, ATTACK_REGISTRY, buildManifest } from '@antidote/poisoning';
import { DomainError, withContext, type Table } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { SEED, choice, integer, list, number, required, text, toggle } from '../command-line/flag.js';
import { sha256Hex } from '../files/sha256.js';
import { manifestPath, poisonedPath } from '../files/output-path.js';

// Not the schema's list: the schemas of `contracts` cost 30 ms to load, a third of this command's whole time.
const ATTACKS = Object.keys(ATTACK_REGISTRY) as AttackName[];

export const poison = defineCommand({
  flags: {
    dataPath: required(text('CSV file to poison; it is left as it is', { placeholder: 'FILE' })),
    percent: number('rows to poison, in percent of the labelled rows (a half rounds up)', { min: 0, max: 100 }),
    rows: integer('rows to poison, instead of --percent', { min: 0, max: 2 ** 31 }),
    attack: choice('the attack', ATTACKS, 'uniform', { random: 'uniform' }),
    spec: text('YAML or JSON file with attack, percent, seed and options; instead of those flags', {
      placeholder: 'FILE',
    }),
    targetClass: text('what labels become; for a backdoor the class that the trigger calls', { placeholder: 'CLASS' }),
    sourceClass: text('the class whose labels are flipped', { placeholder: 'CLASS' }),
    columns: list('the columns that the attacker can write', { placeholder: 'A,B,...' }),
    source: text('the column that says where a row came from', { placeholder: 'COLUMN' }),
    sources: list('the sources that the attacker can reach', { placeholder: 'A,B,...' }),
    seed: SEED,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    out: text('file to write; FILE_poisoned_PERCENT.csv beside the input unless given', { placeholder: 'FILE' }),
    dryRun: toggle('say what would change and write nothing'),
    force: toggle('overwrite existing output'),
  },
  notes:
    'Labels are changed in place, and so are the values of a backdoor; added rows come at the end; every other byte stays. The manifest beside the output lists all of it and is used by train while the output is unchanged.\nExample: antidote poison --data_path data/iris.csv --percent 10\nExample: antidote poison --data_path data/wa_churn.csv --attack backdoor-in-range --percent 3 --target_class No --dry_run',

  async run(values, terminal) {
    const { sha256, document } = await readCsvFile(values.dataPath);
    const parsed = toTable(document, { target: values.target });
    const { warnings } = parsed;
    const table = withContext(parsed.table, { source: values.source });
    const spec = await specOf(values, table);
    const { patch, backdoor } = applyAttack(table, spec, { firstNewRowId: document.rows.length });
    const { title, taxonomy, knowledge } = ATTACK_REGISTRY[spec.attack];
    const counts = {
      flipped: patch.relabel.length,
      changedValues: patch.cells.length,
      addedRows: patch.add.length,
    };
    const did = [
      ...(counts.flipped > 0 || (counts.changedValues === 0 && counts.addedRows === 0)
        ? [`${counts.flipped} of ${table.rowCount} labels flipped`]
        : []),
      ...(counts.changedValues > 0 ? [`${counts.changedValues} values changed`] : []),
      ...(counts.addedRows > 0 ? [`${counts.addedRows} rows added`] : []),
    ].join(', ');
    const nothing = spec.percent > 0 && Object.values(counts).every((count) => count === 0);
    if (nothing)
      terminal.note(`warning: ${spec.percent}% of ${table.rowCount} rows rounds to none; nothing is poisoned`);
    for (const warning of warnings) terminal.note(`warning: ${warning}`);
    const trigger = backdoor?.trigger.map(({ column, value }) => `${column} = ${value}`).join(', ');
    const about = backdoor ? `trigger: ${trigger}, which calls ${backdoor.targetClass}\n` : '';

    if (values.dryRun) {
      const sample = patch.relabel.slice(0, 10).map(({ row, from, to }) => `  row ${row}: ${from} to ${to}\n`);
      const more = patch.relabel.length > 10 ? `  and ${patch.relabel.length - 10} more\n` : '';
      return {
        text: `${title} (${spec.attack}, seed ${spec.seed}) would do: ${did}\n${about}${sample.join('')}${more}the attacker knows: ${knowledge}\nMITRE ATLAS ${ATLAS_VERSION} ${taxonomy.atlas}; OWASP ${taxonomy.owasp}; NIST AI 100-2 ${taxonomy.nist}; ${taxonomy.paper}\nnothing was written\n`,
        json: {
          dryRun: true,
          ...spec,
          target: table.target.name,
          rows: table.rowCount,
          ...counts,
          patch,
          backdoor: backdoor ?? null,
          taxonomy,
          warnings,
        },
      };
    }
    const poisoned = rewriteCsv(document, patch, table.target.name, table);
    const output = values.out ?? poisonedPath(values.dataPath, spec.percent);
    refuseInput(output, values.dataPath);
    const manifest = buildManifest({
      spec,
      target: table.target.name,
      inputSha256: sha256,
      outputSha256: sha256Hex(poisoned),
      patch,
      backdoor,
    });
    const outputs = new Map([
      [output, poisoned],
      [manifestPath(output), new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`)],
    ]);
    await writeOutputs(outputs, { force: values.force });
    return {
      text: `${output}: ${did} (${spec.attack}, seed ${spec.seed})\n${about}${manifestPath(output)}: what was changed\n`,
      json: {
        output,
        manifest: manifestPath(output),
        ...spec,
        target: table.target.name,
        rows: table.rowCount,
        ...counts,
        backdoor: backdoor ?? null,
        outputSha256: manifest.output.sha256,
        warnings,
      },
    };
  },
});

interface SpecFlags {
  spec?: string;
  attack: AttackName;
  percent?: number;
  rows?: number;
  seed: number;
  targetClass?: string;
  sourceClass?: string;
  columns?: string[];
  sources?: string[];
}

/** The spec of the file or of the flags; a budget in rows becomes the percentage that rounds to it. */
async function specOf(values: SpecFlags, table: Table): Promise<PoisonSpec> {
  const { percent, rows } = values;
  if (values.spec !== undefined) {
    if (percent !== undefined || rows !== undefined) {
      throw new DomainError('invalid_argument', '--spec holds the budget itself; leave --percent and --rows out.');
    }
    const { readPoisonSpec } = await import('../files/read-poison-spec.js');
    return readPoisonSpec(values.spec);
  }
  if ((percent === undefined) === (rows === undefined)) {
    throw new DomainError('invalid_argument', 'Give the budget as --percent or as --rows, one of the two.');
  }
  const options = Object.fromEntries(
    Object.entries({
      targetClass: values.targetClass,
      sourceClass: values.sourceClass,
      columns: values.columns,
      sources: values.sources,
    }).filter(([, value]) => value !== undefined),
  );
  return {
    attack: values.attack,
    percent: percent ?? percentOf(rows!, table),
    seed: values.seed,
    ...(Object.keys(options).length > 0 && { options }),
  };
}

function percentOf(rows: number, { target: { codes } }: Table): number {
  const labelled = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  if (rows > labelled) {
    throw new DomainError('limit_exceeded', `--rows ${rows} is more than the ${labelled} labelled rows of the file.`, {
      rows,
      limit: labelled,
    });
  }
  return rows === 0 ? 0 : (100 * rows) / labelled;
}

/** `--force` overwrites outputs, never the data it was made from. */
function refuseInput(output: string, input: string): void {
  if (existsSync(output) && realpathSync(output) === realpathSync(input)) {
    throw new DomainError('invalid_argument', `--out ${output} is the input itself; name another file.`);
  }
}
