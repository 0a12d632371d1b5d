import { predict as predictByAlias } from '@antidote/api-client';
import { readCsvFile, writeOutput } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { required, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { predictionsCsv, type Prediction } from '../files/predictions-csv.js';
import { answerOf, connect } from '../server/connect.js';

const ROWS_A_REQUEST = 1000;

export const modelPredict = defineCommand({
  flags: {
    registeredModel: required(text('name in the model registry', { placeholder: 'NAME' })),
    alias: text('the alias whose model answers', { placeholder: 'NAME', default: 'champion' }),
    dataPath: required(text("CSV file with the model's columns; others are ignored", { placeholder: 'FILE' })),
    out: text('file to write; to stdout unless given', { placeholder: 'FILE' }),
    force: toggle('overwrite existing output'),
  },

  async run({ registeredModel, alias, dataPath, out, force }) {
    const { document } = await readCsvFile(dataPath);
    const connection = await connect(readConfig());
    const rows = document.rows.map((cells) => Object.fromEntries(cells.map((cell, i) => [document.header[i]!, cell])));
    const predictions: Prediction[] = [];
    let answered: { modelVersion: string; sha256: string; classes: string[] } | undefined;
    for (let start = 0; start < rows.length; start += ROWS_A_REQUEST) {
      const body = { rows: rows.slice(start, start + ROWS_A_REQUEST) };
      const path = { name: registeredModel, alias: alias! };
      const answer = await answerOf(connection, predictByAlias({ client: connection.client, path, body }));
      if (answered && answered.sha256 !== answer.sha256) {
        throw new DomainError(
          'conflict',
          `${registeredModel}@${alias} moved to another model while predicting; run it again.`,
        );
      }
      answered = answer;
      predictions.push(...answer.predictions);
    }
    const csv = predictionsCsv(answered!.classes, predictions);
    if (out) await writeOutput(out, csv, { force });
    return {
      text: out
        ? `${predictions.length} predictions of version ${answered!.modelVersion} in ${out}\n`
        : new TextDecoder().decode(csv),
      json: {
        registeredModel,
        alias,
        modelVersion: answered!.modelVersion,
        sha256: answered!.sha256,
        classes: answered!.classes,
        predictions: out ? null : predictions,
        out: out ?? null,
      },
    };
  },
});
