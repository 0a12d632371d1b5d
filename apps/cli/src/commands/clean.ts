import { readCsvFile, renderCsv, rewriteCsv, toTable, writeOutputs } from '@antidote/dataset-io';
import { detectorDoubt, findLabelIssues } from '@antidote/label-cleaning';
import { emptyPatch, labelText } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { SEED, choice, required, text, toggle } from '../command-line/flag.js';

const DETECTORS = ['default'] as const;

export const clean = defineCommand({
  flags: {
    dataPath: required(text('CSV file whose labels to judge', { placeholder: 'FILE' })),
    detector: choice('how rows are judged', DETECTORS, 'default'),
    out: text('scores: row,label,quality,suggested,flagged; to stdout unless given', { placeholder: 'FILE' }),
    cleaned: text('write the file without its flagged rows', { placeholder: 'FILE' }),
    seed: SEED,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'quality lies in [0, 1], lower is more suspect; it comes from forests that have not seen the row (out of bag). flagged is true for rows worth a look. A row without a label keeps quality 1 and is never flagged.\nPruning can cost accuracy: compare with `antidote train` or `antidote study` before the cleaned file is used.',

  async run(values, terminal) {
    const { document } = await readCsvFile(values.dataPath);
    const { table, warnings } = toTable(document, { target: values.target });
    for (const warning of warnings) terminal.note(`warning: ${warning}`);
    const issues = findLabelIssues(table, { seed: values.seed });
    const doubt = detectorDoubt(table, issues);
    if (doubt) {
      warnings.push(doubt);
      terminal.note(`warning: ${doubt}`);
    }

    const { classes } = table.target;
    const header = ['row', 'label', 'quality', 'suggested', 'flagged'];
    const lines = Array.from({ length: table.rowCount }, (_, i) => [
      String(table.rowIds[i]),
      labelText(table, i),
      String(issues.quality[i]),
      classes[issues.suggested[i]!] ?? '',
      issues.flagged[i] ? 'true' : 'false',
    ]);
    const scores = renderCsv(header, lines);
    const flagged = Array.from(table.rowIds).filter((_, i) => issues.flagged[i]);
    const outputs = new Map<string, Uint8Array>();
    if (values.out) outputs.set(values.out, scores);
    if (values.cleaned)
      outputs.set(values.cleaned, rewriteCsv(document, { ...emptyPatch(), drop: flagged }, table.target.name));
    await writeOutputs(outputs, { force: values.force });

    const said = [`rows flagged: ${flagged.length} of ${table.rowCount}`];
    if (values.out) said.push(`scores in ${values.out}`);
    if (values.cleaned) said.push(`${values.cleaned} is the file without them`);
    const summary = `${said.join('; ')}.`;
    const toStdout = !values.out && !values.json;
    if (toStdout) terminal.note(summary);
    return {
      text: toStdout ? new TextDecoder().decode(scores) : `${summary}\n`,
      json: {
        rows: table.rowCount,
        flagged: flagged.length,
        flaggedRows: flagged,
        scores: values.out ?? null,
        issues: values.out
          ? null
          : lines.map(([row, label, quality, suggested, flag]) => ({
              row: Number(row),
              label,
              quality: Number(quality),
              suggested,
              flagged: flag === 'true',
            })),
        cleaned: values.cleaned ?? null,
        warnings,
      },
    };
  },
});
