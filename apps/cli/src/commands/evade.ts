import { EVASION_NORMS, type EvasionReport } from '@antidote/contracts';
import { readCsvFile, refuseOutputs, renderCsv, toFeatures, toTable, writeOutputs } from '@antidote/dataset-io';
import { readModelPackage, readSavedModel } from '@antidote/model-package';
import { evade as evadeRows } from '@antidote/robustness';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { SEED, choice, integer, list, required, text, toggle } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { readModelFolder } from '../files/model-folder.js';

export const evade = defineCommand({
  flags: {
    model: required(text('model folder, as `antidote train --out` makes it', { placeholder: 'DIR' })),
    dataPath: required(text("CSV file with the model's columns and its label", { placeholder: 'FILE' })),
    columns: list('columns that may change; all numeric ones unless given', { placeholder: 'COLUMN,...' }),
    norm: choice('how changes of several columns add up', EVASION_NORMS, 'l2'),
    rows: integer('rows to look at, drawn at random where the file has more', { min: 1, max: 1_000_000, default: 200 }),
    out: text('write row,label,predicted,becomes,distance,changes', { placeholder: 'FILE' }),
    seed: SEED,
    force: toggle('overwrite existing output'),
  },
  notes:
    'Distances are in standard deviations of the columns of this file. They are exact for a decision tree; for forests and boosting they are the least that a search found, so that robust accuracy is at most what is shown. Categories and missing values are not changed.\nExample: antidote evade --model model --data_path test.csv --columns age,income',

  async run(values, terminal) {
    const files = await readModelFolder(values.model);
    const { schema } = readModelPackage(files);
    const model = readSavedModel(files);
    const { document } = await readCsvFile(values.dataPath);
    const { table: given, warnings } = toTable(document, { target: schema.target, allowSingleClass: true });
    const table = { ...given, features: toFeatures(document, schema.features) };
    if (values.out) await refuseOutputs([values.out], { force: values.force });
    let tick: ((done: number) => void) | undefined;
    const report = evadeRows(model, table, {
      columns: values.columns,
      norm: values.norm,
      rows: values.rows,
      seed: values.seed,
      onProgress: (done, total) => (tick ??= progress(terminal, 'evade, rows', total))(done),
    });
    if (values.out) await writeOutputs(new Map([[values.out, evasionsCsv(report)]]), { force: values.force });
    return {
      text: `${evasionText(report)}${values.out ? `${values.out}: the changes\n` : ''}`,
      json: { ...report, out: values.out ?? null, warnings },
    };
  },
});

function evasionsCsv({ evasions }: EvasionReport): Uint8Array {
  return renderCsv(
    ['row', 'label', 'predicted', 'becomes', 'distance', 'changes'],
    evasions.map(({ row, label, predicted, becomes, distance, changes }) => [
      row,
      label,
      predicted,
      becomes ?? '',
      distance ?? '',
      changes.map(({ column, from, to }) => `${column}: ${from} to ${to}`).join('; '),
    ]),
  );
}

function evasionText({ norm, exact, rows, columns: names, evasions, curve }: EvasionReport): string {
  const found = evasions.flatMap(({ distance }) => (distance === null ? [] : [distance])).sort((a, b) => a - b);
  const most = exact ? 'exact' : 'upper bounds: a cleverer search may flip more';
  const table = columns(
    ['budget (sd)', 'robust accuracy'],
    curve.map(({ budget, robustAccuracy }) => [budget, robustAccuracy.toFixed(3)]),
  );
  const middle = found.length === 0 ? '' : `; half of them within ${found[found.length >> 1]!.toFixed(3)} sd`;
  return `${rows} rows, ${names.length} columns may change, ${norm}; ${most}\n${table}${found.length} of ${rows} predictions can be flipped${middle}\n`;
}
