import { DETECTORS, type DetectionReport, type DetectorName } from '@antidote/contracts';
import { readCsvFile, renderCsv, rewriteCsv, toTable, writeOutputs } from '@antidote/dataset-io';
import { detectIssues } from '@antidote/label-cleaning';
import { detectionHtml, scorecardWords } from '@antidote/reporting';
import { compareCleaning, plantCanaries, type StudyEvaluation } from '@antidote/robustness';
import { applyPatch, emptyPatch, labelText, withContext, type Table } from '@antidote/tabular';
import { basename } from 'node:path';
import { defineCommand } from '../command-line/command.js';
import type { Terminal } from '../command-line/command.js';
import { SEED, THREADS, choice, required, text, toggle } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { findManifest } from '../files/find-manifest.js';
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
    scorecard: toggle('plant known poison in hidden copies of the file, and say how much of it is seen'),
    counterfactual: toggle('train with and without the flagged labels, and say whether cleaning helps'),
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
    'Pruning can cost accuracy: --counterfactual says whether it does, by the original labels where a manifest tells them, else by the labels as given.',

  async run(values, terminal) {
    const asReport = reportForm(values.report);
    const { document, sha256 } = await readCsvFile(values.dataPath);
    const read = toTable(document, { target: values.target });
    const table = withContext(read.table, { ...(values.source !== undefined && { source: values.source }) });
    const { classes } = table.target;
    const warnings = [...read.warnings];
    const predProbs = values.predProbs && (await readPredProbs(values.predProbs, classes, table.rowCount));
    const { seed, threads } = values;
    const { report, detections } = detectIssues(table, {
      detectors: values.detector === 'all' ? SEEDED : [values.detector],
      seed,
      threads,
      ...(predProbs && { predProbs }),
    });
    if (report.doubt) warnings.push(report.doubt);
    for (const warning of warnings) terminal.note(`warning: ${warning}`);

    const whole: DetectionReport = { ...report, warnings };
    if (values.scorecard) {
      const done = progress(terminal, 'planting known poison, %', 100);
      whole.scorecard = plantCanaries(table, { seed, threads, onProgress: (part) => done(Math.floor(100 * part)) });
    }
    if (values.counterfactual) {
      const done = progress(terminal, 'training with and without the flagged labels, %', 100);
      const onProgress = (part: number) => done(Math.floor(100 * part));
      const evaluation = await originalLabels(values.dataPath, sha256, read.table, terminal);
      whole.counterfactual = compareCleaning(table, evaluation, { seed, threads, onProgress });
    }

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
      const body = asReport === 'html' ? detectionHtml(whole, basename(values.dataPath)) : `${JSON.stringify(whole)}\n`;
      outputs.set(values.report, new TextEncoder().encode(body));
    }
    await writeOutputs(outputs, { force: values.force });

    const said = [`rows flagged: ${flagged.length} of ${table.rowCount}`];
    if (values.detector === 'all') said.push(report.families.map((f) => `${f.family} ${f.flagged}`).join(', '));
    if (values.out) said.push(`scores in ${values.out}`);
    if (values.cleaned) said.push(`${values.cleaned} is the file without them`);
    if (values.report) said.push(`report in ${values.report}`);
    const told = values.detector === 'all' ? report.detectors.flatMap((result) => result.findings) : findings;
    const summary = [
      `${said.join('; ')}.`,
      ...told.map((finding) => finding.text),
      ...(whole.scorecard ? [`Seen of planted poison: ${scorecardWords(whole.scorecard)}.`] : []),
      ...(whole.counterfactual ? [whole.counterfactual.sentence] : []),
    ].join('\n');
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
        scorecard: whole.scorecard ?? null,
        counterfactual: whole.counterfactual ?? null,
        warnings,
      },
    };
  },
});

/** The labels before they were poisoned, as codes of the table; null where no manifest tells them. */
async function originalLabels(
  path: string,
  sha256: string,
  table: Table,
  terminal: Terminal,
): Promise<StudyEvaluation | null> {
  const found = await findManifest(path, sha256, table.target.name);
  if (found.state === 'unused') terminal.note(`warning: the manifest is not used: ${found.reason}.`);
  if (found.state !== 'true') return null;
  const relabel = found.manifest.changes.map(({ row, from, to }) => ({ row, from: to, to: from }));
  const { codes, classes } = applyPatch(table, { ...emptyPatch(), relabel }).target;
  // A class that the file has no more is known to no model: its rows are left out, code -1.
  const codeOf = classes.map((label) => table.target.classes.indexOf(label));
  return { labelsUsed: 'manifest', codes: codes.map((code) => codeOf[code] ?? -1) };
}
