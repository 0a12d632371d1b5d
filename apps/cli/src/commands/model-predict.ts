import { getVersion, listModels, predict as predictByAlias } from '@antidote/api-client';
import { readCsvFile, writeOutput } from '@antidote/dataset-io';
import { DomainError } from '@antidote/tabular';
import { defineCommand } from '../command-line/command.js';
import { required, text, toggle } from '../command-line/flag.js';
import { readConfig } from '../config.js';
import { predictionsCsv, type Prediction } from '../files/predictions-csv.js';
import { answerOf, connect, everyPage, type Connection } from '../server/connect.js';

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
    const columns = await columnsOf(connection, registeredModel, alias!);
    const wanted = [...document.header.keys()].filter((i) => columns.has(document.header[i]!));
    const rows = document.rows.map((cells) => Object.fromEntries(wanted.map((i) => [document.header[i]!, cells[i]!])));
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

/** The columns that the model holding the alias was trained on: the API refuses a row with others. */
async function columnsOf(connection: Connection, name: string, alias: string): Promise<Set<string>> {
  const { client } = connection;
  const models = await everyPage(connection, (cursor) => listModels({ client, query: { cursor, limit: 500 } }));
  const holder = models.find(({ registered }) => registered?.name === name && registered.aliases.includes(alias));
  if (!holder) {
    throw new DomainError(
      'not_found',
      `No model holds ${name}@${alias}; \`antidote model list\` shows which alias is whose.`,
    );
  }
  const { columns, target } = await answerOf(connection, getVersion({ client, path: { id: holder.versionId } }));
  return new Set(columns.map((column) => column.name).filter((column) => column !== target));
}
