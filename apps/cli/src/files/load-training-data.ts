import type { LabelsUsed, Manifest } from '@antidote/contracts';
import { readCsvFile, toFeatures, toTable } from '@antidote/dataset-io';
import { applyPatch, byCodePoint, DomainError, emptyPatch, featureSchema, type Table } from '@antidote/tabular';
import type { Terminal } from '../command-line/command.js';
import { findManifest } from './find-manifest.js';

/** A file ready to train on, and the labels to score on. Both label columns share `table.target.classes`. */
export interface TrainingData {
  table: Table;
  sha256: string;
  /** What was done to the file, when its manifest tells. */
  manifest: Manifest | null;
  /** True when a manifest stands beside the file and is not about its present bytes. */
  manifestUnused: boolean;
  /** One code a row: the original labels where the manifest gives them, else those of the table. */
  originalCodes: Int32Array;
  /** A separate test file: its rows, and its labels in the table's codes. */
  test: { table: Table; sha256: string } | null;
  /** Of the file, as they were said. */
  warnings: string[];
  labelsUsed: LabelsUsed;
}

interface Options {
  dataPath: string;
  testPath: string | undefined;
  target: string | undefined;
}

/** Reads the file, the manifest beside it and the test file, says on the terminal what each is good for. */
export async function loadTrainingData(
  { dataPath, testPath, target }: Options,
  terminal: Terminal,
): Promise<TrainingData> {
  const { document, sha256 } = await readCsvFile(dataPath);
  const { table: given, warnings } = toTable(document, { target });
  for (const warning of warnings) terminal.note(`warning: ${warning}`);

  const found = await findManifest(dataPath, sha256, given.target.name);
  if (found.state === 'unused') terminal.note(`warning: the manifest is not used: ${found.reason}.`);
  const manifest = found.state === 'true' ? found.manifest : null;
  const originals = (manifest?.changes ?? []).map(({ row, from, to }) => ({ row, from: to, to: from }));
  const original = applyPatch(given, { ...emptyPatch(), relabel: originals });
  const test = testPath ? await readTest(testPath, given, terminal) : null;

  // A label may occur in the originals or the test file only: such a class can be missed, never predicted.
  const classes = [...new Set([...original.target.classes, ...(test?.table.target.classes ?? [])])].sort(byCodePoint);
  const codeOf = new Map(classes.map((label, code) => [label, code]));
  const recode = ({ codes, classes: texts }: Table['target']) =>
    codes.map((code) => (code < 0 ? -1 : codeOf.get(texts[code]!)!));
  return {
    table: { ...given, target: { ...given.target, classes, codes: recode(given.target) } },
    sha256,
    manifest,
    manifestUnused: found.state === 'unused',
    originalCodes: recode(original.target),
    test: test && {
      table: { ...test.table, target: { ...test.table.target, classes, codes: recode(test.table.target) } },
      sha256: test.sha256,
    },
    warnings,
    labelsUsed: test ? 'test-file' : manifest ? 'manifest' : 'as-given',
  };
}

async function readTest(path: string, given: Table, terminal: Terminal) {
  const { document, sha256 } = await readCsvFile(path);
  const { name } = given.target;
  if (!document.header.includes(name)) {
    throw new DomainError(
      'target_missing',
      `${path} has no column "${name}", the target; its labels are what models are scored on.`,
    );
  }
  const { table } = toTable(document, { target: name, allowSingleClass: true });
  const unseen = table.target.classes.filter((label) => !given.target.classes.includes(label));
  if (unseen.length > 0) {
    terminal.note(
      `warning: ${path} has labels that the training file lacks, each counts as an error: ${unseen.join(', ')}.`,
    );
  }
  return { table: { ...table, features: toFeatures(document, featureSchema(given)) }, sha256 };
}
