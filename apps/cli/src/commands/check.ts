import { basename } from 'node:path';
import type { CheckReport } from '@antidote/contracts';
import { refuseOutputs, writeOutputs } from '@antidote/dataset-io';
import { checkHtml } from '@antidote/reporting';
import { studyTable } from '@antidote/robustness';
import { checkTable, cheapestBreak, nextSteps, refuseHopeless, type CheckedTable } from '../check/check-table.js';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { SEED, THREADS, text, toggle } from '../command-line/flag.js';
import { stem } from '../files/output-path.js';
import { readTable } from '../files/read-table.js';
import { reportForm } from '../files/report-form.js';
import { sha256OfFile } from '../files/sha256.js';

const column = (describe: string) => text(describe, { placeholder: 'COLUMN' });

export const check = defineCommand({
  positionals: ['FILE'],
  flags: {
    target: column('the label column; else the first named label, target, class or species, else the last'),
    id: column('column that identifies a row'),
    source: column('column that says where a row came from: annotator, batch, supplier'),
    report: text('the page as FILE.html or FILE.json', { placeholder: 'FILE' }),
    seed: SEED,
    threads: THREADS,
    force: toggle('overwrite existing output'),
  },
  notes:
    'One page, no server needed; FILE is CSV, JSON Lines or Parquet, plain or in gzip. Of more than 10,000 rows a random part is studied. Nothing is written without --report, and nothing is judged but by the labels as given.\nExample: antidote check data/iris.csv --report iris.html',

  async run(values, terminal, [path]) {
    const { id, source, target, seed, threads, report: reportPath, force } = values;
    const form = reportForm(reportPath);
    if (reportPath) await refuseOutputs([reportPath], { force });
    const table = await readTable(path!, { target, roles: { id, source } });
    refuseHopeless(table);
    const checked = await checkTable(table, {
      seed,
      threads,
      name: stem(path!),
      sha256: await sha256OfFile(path!),
      onStep: (what) => terminal.note(`check: ${what}`),
    });
    const report: CheckReport = { ...checked, nextSteps: nextSteps(checked, path!) };
    if (reportPath) {
      const body = form === 'html' ? checkHtml(report, basename(path!)) : `${JSON.stringify(report, null, 2)}\n`;
      await writeOutputs(new Map([[reportPath, new TextEncoder().encode(body)]]), { force });
    }
    const written = reportPath ? `\n${reportPath}: this page\n` : '';
    return { text: `${pageOf(report)}${written}`, json: { ...report, report: reportPath ?? null } };
  },
});

/** What a reader looks for, found or not. */
const ALWAYS_TOLD = [
  ['duplicates', 'duplicates'],
  ['conflicting-labels', 'conflicts'],
  ['leakage', 'leakage'],
] as const;

function toldOf({ findings, checks }: CheckedTable['validation'], code: string, title: string): string[] {
  const own = findings.filter((finding) => finding.code === code);
  if (own.length > 0) return own.map(({ severity, message }) => `  ${title} (${severity}): ${message}`);
  const check = checks.find((each) => each.code === code);
  return [`  ${title}: ${check?.state === 'ran' ? 'none' : `not looked for${check?.note ? `, ${check.note}` : ''}`}`];
}

function pageOf(checked: CheckReport): string {
  const { nextSteps: steps, rows, rowsStudied, validation, labels, study, breaks, below } = checked;
  const others = validation.findings.filter(
    ({ severity, code }) => severity !== 'info' && !ALWAYS_TOLD.some(([told]) => told === code),
  );
  const worst = columns(
    ['row', 'label', 'looks like', 'quality'],
    labels.worst.map(({ row, label, suggested, quality }) => [row, label, suggested, quality.toFixed(3)]),
  );
  const cheapest = cheapestBreak(breaks);
  const by = breaks.find(({ rows: found }) => found === cheapest);
  return [
    `${rows} rows, ${study.dataset.features} features, ${study.dataset.classes.length} classes in ${JSON.stringify(study.dataset.target)}${rowsStudied < rows ? `; ${rowsStudied} of them studied` : ''}`,
    '',
    `THE FILE: ${{ pass: 'nothing to warn of', warn: 'worth a look', block: 'not fit to train on as it is' }[validation.verdict]}`,
    ...ALWAYS_TOLD.flatMap(([code, title]) => toldOf(validation, code, title)),
    ...others.map(({ severity, code, message }) => `  ${code} (${severity}): ${message}`),
    '',
    `LABELS: ${labels.flagged} look wrong; about ${Math.round(labels.estimatedWrong)} are`,
    ...(labels.worst.length > 0 ? [worst.trimEnd()] : []),
    '',
    'UNDER POISON',
    studyTable(study).trimEnd(),
    '',
    cheapest === null
      ? `COST TO BREAK: no attack tried took the forest below ${below}`
      : `COST TO BREAK: ${cheapest} poisoned rows (${by!.percent!.toFixed(1)}%, ${by!.attack}) take the forest below ${below}; a cleverer attack may need fewer`,
    '',
    'WHAT TO DO NEXT',
    ...steps.map((step, index) => `  ${index + 1}. ${step}`),
    '',
  ].join('\n');
}
