import type { LabelsUsed, ModelParameters, Resampling, ServableModelKind } from '@antidote/contracts';
import { buildModelPackage } from '@antidote/model-package';
import {
  blankColumns,
  byCodePoint,
  dropUnusedClasses,
  type FeatureSchema,
  labelText,
  Random,
  selectRows,
  stratifiedSplit,
  type Table,
} from '@antidote/tabular';
import {
  binFeatures,
  exportOnnx,
  fitModel,
  predictProbabilities,
  resampleRows,
  scorePredictions,
  type Model,
  type PredictionScore,
  type ResamplingCounts,
} from '@antidote/training';
import { openForTraining, type TrainingVersion, type VersionData } from './version-data.js';

const HELD_OUT = 0.3;
/** As the command line splits, so that the same file and seed give the same model on both ways. */
const SPLIT_STREAM = 2;
const EXAMPLE_ROWS = 5;

export interface TrainModelInput {
  version: VersionData;
  kind: ServableModelKind;
  parameters: ModelParameters;
  resample: Resampling;
  seed: number;
  /** 32 hex digits, and a time as ISO 8601: given, so that a repeat makes the same bytes. */
  modelUuid: string;
  createdAt: string;
  versionDigest: string;
  /** Names of columns whose values no input example shows. */
  sensitive?: readonly string[];
}

export interface TrainedModel extends PredictionScore {
  onnx: Uint8Array;
  /** The MLflow model folder. */
  files: Map<string, Uint8Array>;
  parameters: ModelParameters;
  /** What the model expects of each row. */
  features: FeatureSchema[];
  labelsUsed: LabelsUsed;
  /** What the resampling did; null where none was asked for. */
  resampling: ResamplingCounts | null;
  /** After resampling. */
  trainRows: number;
  /** Share of the training rows, before resampling, whose label is not the true one where the lineage knows it. */
  wrongShare: number | null;
}

/**
 * Trains on 70 % of a version's rows with the labels as given, resampled where asked for, and scores on the other 30 %,
 * with true labels where the lineage knows them. Where a trusted set is sealed, it is what scores, and all other rows
 * train.
 *
 * The split is drawn over the rows and labels of the registered file, so that every version of it is split alike by
 * the same seed: a dropped row is missing from training, while a held-out row with a true label is always scored.
 */
export function trainModel(input: TrainModelInput): TrainedModel {
  const opened = openForTraining(input.version);
  const { train: asGiven, test } = holdOut(opened, input.seed);
  const beside = [opened.base, opened.table];
  const { table: resampled, counts } = resampleRows(input.resample, asGiven, beside, input.seed);
  const train = dropUnusedClasses(resampled);
  const binned = binFeatures(train.features, train.rowCount);
  const { parameters, seed } = input;
  const model = fitModel(input.kind, binned, train.target.codes, train.target.classes, { parameters, seed });
  const score = scoreModel(model, test);
  const onnx = exportOnnx(model);
  const labelsUsed: LabelsUsed = opened.trusted ? 'trusted' : opened.trueTable ? 'manifest' : 'as-given';
  const example = selectRows(
    asGiven,
    Array.from({ length: Math.min(EXAMPLE_ROWS, asGiven.rowCount) }, (_, row) => row),
  );
  const files = buildModelPackage({
    model,
    onnx,
    inputExample: blankColumns(example, input.sensitive ?? []),
    modelUuid: input.modelUuid,
    createdAt: input.createdAt,
    metadata: {
      target: train.target.name,
      trainedOn: input.versionDigest,
      labelsUsed,
      metrics: score.metrics,
      testRows: test.rowCount,
    },
  });
  return {
    onnx,
    files,
    parameters: model.parameters,
    features: model.features,
    ...score,
    labelsUsed,
    resampling: counts,
    trainRows: train.rowCount,
    wrongShare: opened.trueTable && wrongLabels(asGiven, opened.trueTable) / asGiven.rowCount,
  };
}

function wrongLabels(train: Table, truth: Table): number {
  const trueLabel = new Map(Array.from(truth.rowIds, (id, position) => [id, labelText(truth, position)]));
  return train.rowIds.reduce(
    (count, id, position) => count + (labelText(train, position) === trueLabel.get(id) ? 0 : 1),
    0,
  );
}

/**
 * The rows with a label to train on and those to score on, with the labels that they are scored on. A trusted set is
 * kept out of training already: nothing more is held out beside it.
 */
function holdOut({ base, table, trueTable, trusted }: TrainingVersion, seed: number): { train: Table; test: Table } {
  const labelled = (of: Table, wanted: (row: number) => boolean) =>
    selectRows(
      of,
      of.target.codes.reduce<number[]>((positions, code, position) => {
        if (code >= 0 && wanted(of.rowIds[position]!)) positions.push(position);
        return positions;
      }, []),
    );
  if (trusted) return { train: dropUnusedClasses(labelled(table, () => true)), test: trusted };
  const split = stratifiedSplit(
    base.target.codes,
    base.target.classes.length,
    HELD_OUT,
    new Random(seed, SPLIT_STREAM),
  );
  const heldOut = new Set(Array.from(split.test, (position) => base.rowIds[position]!));
  return {
    train: dropUnusedClasses(labelled(table, (row) => !heldOut.has(row))),
    test: labelled(trueTable ?? table, (row) => heldOut.has(row)),
  };
}

function scoreModel(model: Model, test: Table): PredictionScore {
  // A class may be known to the model alone or to the scored rows alone: both count.
  const classes = [...new Set([...model.classes, ...test.target.classes])].sort(byCodePoint);
  const truth = test.target.codes.map((code) => (code < 0 ? -1 : classes.indexOf(test.target.classes[code]!)));
  const probabilities = predictProbabilities(model, test.features, test.rowCount);
  return scorePredictions(probabilities, model.classes, truth, classes);
}
