import { readCsvFile, toFeatures, writeOutput } from '@antidote/dataset-io';
import { readModelPackage } from '@antidote/model-package';
import { defineCommand } from '../command-line/command.js';
import { required, text, toggle } from '../command-line/flag.js';
import { readModelFolder } from '../files/model-folder.js';
import { predictionsCsv } from '../files/predictions-csv.js';
import { runOnnx } from '../run-onnx.js';

export const predict = defineCommand({
  flags: {
    model: required(text('model folder, as `antidote train --out` makes it', { placeholder: 'DIR' })),
    dataPath: required(text("CSV file with the model's columns; others are ignored", { placeholder: 'FILE' })),
    out: text('file to write; to stdout unless given', { placeholder: 'FILE' }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'Writes row,prediction and one probability_<class> column a class; rows count from 0. The answers are those of mlflow.pyfunc on the same folder. Nothing in the folder is run as code.',

  async run({ model, dataPath, out, force }) {
    const { onnx, schema } = readModelPackage(await readModelFolder(model));
    const { document } = await readCsvFile(dataPath);
    const features = toFeatures(document, schema.features);
    const predictions = await runOnnx(onnx, features, document.rows.length, schema.classes);
    const csv = predictionsCsv(schema.classes, predictions);
    if (out) await writeOutput(out, csv, { force });
    return {
      text: out ? `${predictions.length} predictions in ${out}\n` : new TextDecoder().decode(csv),
      json: {
        rows: predictions.length,
        classes: schema.classes,
        out: out ?? null,
        predictions: out ? null : predictions,
      },
    };
  },
});
