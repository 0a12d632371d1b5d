import { DETECTORS, type DetectorName } from '@antidote/contracts';
import { readCsvFile, renderCsv, rewriteCsv, toTable, writeOutputs } from '@antidote/dataset-io';
import { detectIssues } from '@antidote/label-cleaning';
import { detectionHtml } from '@antidote/reporting';
import { emptyPatch, labelText, withContext } from '@antidote/tabular';
import { basename } from 'node:path';
import { defineCommand } from '../command-line/command.js';
import { SEED, THREADS, choice, required, text, toggle } from '../command-line/flag.js';
import { readPredProbs } from '../files/read-pred-probs.js';
import { reportForm } from '../files/report-form.js';

/** Of `all`, the one package that draws unseeded numbers is left out, so that a report is the same every time. */
const SEEDED = DETECTORS.filter((name) => name !== 'isolation-forest-npm');

export const clean = defineCommand({
  flags: {
    dataPath: required(text('CSV file whose rows to judge', { placeholder: 'FILE' })),
    detector: choice('how rows are judged', [...DETECTORS, 'all'] as const, 'default'),
    predProbs: text('probabilities of your own model on rows it has not seen: one column a class, one line a row', {
      placeholder: 'FILE',
    }),
    source: text('column that says where a row came from: annotator, batch, supplier', { placeholder: 'COLUMN' }),
    out: text('scores: row,label,quality,suggested,flagged; to stdout unless given', { placeholder: 'FILE' }),
    cleaned: text('write the file without its flagged rows', { placeholder: 'FILE' }),
    report: text('what was found, as FILE.html or FILE.json', { placeholder: 'FILE' }),
    threads: THREADS,
    seed: SEED,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'quality lies in [0, 1], lower is more suspect; it comes from models that have not seen the row. flagged is true for rows worth a look. A row without a label keeps quality 1 and is never flagged.\n' +
    'default and the next four judge labels; isolation-forest finds outliers, conflicting-duplicates near-copies with another label, tuple-lift and trigger-blind planted triggers, source-suspicion bad sources (with --source). all runs each, scores by default, and the report lists every family.\n' +
    'Pruning can cost accuracy: compare with `antidote train` or `antidote study` before the cleaned file is used.',

  async run(values, terminal) {
    const asReport = reportForm(values.report);
    const { document } = await readCsvFile(values.dataPath);
    const read = toTable(document, { target: values.target });
    const table = withContext(read.table, { ...(values.source !== undefined && { source: values.source }) });
    const { classes } = table.target;
    const warnings = [...read.warnings];
    const predProbs = values.predProbs && (await readPredProbs(values.predProbs, classes, table.rowCount));
    const { report, detections } = detectIssues(table, {
      detectors: values.detector === 'all' ? SEEDED : [values.detector],
      seed: values.seed,
      threads: values.threads,
      ...(predProbs && { predProbs }),
    });
    if (report.doubt) warnings.push(report.doubt);
    for (const warning of warnings) terminal.note(`warning: ${warning}`);

    const scoring: DetectorName = values.detector === 'all' ? 'default' : values.detector;
    const { quality, flagged: flags, suggested, findings } = detections.get(scoring)!;
    const header = ['row', 'label', 'quality', 'suggested', 'flagged'];
    const lines = Array.from({ length: table.rowCount }, (_, i) => [
      String(table.rowIds[i]),
      labelText(table, i),
      String(quality[i]),
      classes[suggested[i]!] ?? '',
      flags[i] ? 'true' : 'false',
    ]);
    const scores = renderCsv(header, lines);
    const flagged = Array.from(table.rowIds).filter((_, i) => flags[i]);
    const outputs = new Map<string, Uint8Array>();
    if (values.out) outputs.set(values.out, scores);
    if (values.cleaned)
      outputs.set(values.cleaned, rewriteCsv(document, { ...emptyPatch(), drop: flagged }, table.target.name));
    if (values.report) {
      const told = { ...report, warnings };
      const body = asReport === 'html' ? detectionHtml(told, basename(values.dataPath)) : `${JSON.stringify(told)}\n`;
      outputs.set(values.report, new TextEncoder().encode(body));
    }
    await writeOutputs(outputs, { force: values.force });

    const said = [`rows flagged: ${flagged.length} of ${table.rowCount}`];
    if (values.detector === 'all') said.push(report.families.map((f) => `${f.family} ${f.flagged}`).join(', '));
    if (values.out) said.push(`scores in ${values.out}`);
    if (values.cleaned) said.push(`${values.cleaned} is the file without them`);
    if (values.report) said.push(`report in ${values.report}`);
    const told = values.detector === 'all' ? report.detectors.flatMap((result) => result.findings) : findings;
    const summary = [`${said.join('; ')}.`, ...told.map((finding) => finding.text)].join('\n');
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
          : lines.map(([row, label, score, suggestion, flag]) => ({
              row: Number(row),
              label,
              quality: Number(score),
              suggested: suggestion,
              flagged: flag === 'true',
            })),
        cleaned: values.cleaned ?? null,
        families: report.families,
        findings: told,
        report: values.report ?? null,
        warnings,
      },
    };
  },
});
