import { featureSetColumns } from '@antidote/data-versioning';
import { loadForTraining } from './trusted/load-for-training.js';
import { EXPERIMENT, loggedVersion, SOURCE } from './logged-version.js';
import { logTraining } from './mlflow/log-training.js';
import type { Workflow } from './workflow.js';

/** Trains a model on a version, logs it to MLflow, and keeps its ONNX bytes by hash. */
export const train: Workflow<'train'> = async (run, request, { database, blobs, mlflow, compute }, signal) => {
  const startTime = Date.parse(run.startedAt ?? run.createdAt);
  const { version, data } = await loadForTraining(database, blobs, request.versionId, run.createdAt);
  const trained = await compute(
    'trainModel',
    {
      version: data,
      kind: request.model,
      parameters: request.parameters,
      resample: request.resample ?? 'none',
      seed: request.seed,
      modelUuid: run.id.replaceAll('-', ''),
      createdAt: run.createdAt,
      versionDigest: version.digest,
      sensitive: version.sensitive,
    },
    signal,
  );
  const { parameters, metrics, accuracyInterval, testRows, labelsUsed } = trained;
  const kind = request.model;

  const sha256 = await blobs.put(trained.onnx);
  const { dataset, runName, poison, asPoisoned } = await loggedVersion(database, version);
  const percentLeft = 100 * (trained.wrongShare ?? 0);
  const logged = await logTraining(
    mlflow,
    {
      experiment: EXPERIMENT,
      runName,
      user: run.requestedBy,
      source: SOURCE,
      startTime,
      endTime: Date.now(),
      idempotencyKey: run.id,
      tags: {
        antidote_run: run.id,
        antidote_version: version.id,
        antidote_version_kind: version.kind,
        ...(data.trusted && { antidote_trusted_set: data.trusted.digest }),
      },
      kind,
      engine: 'native',
      parameters,
      seed: request.seed,
      // After cleaning, or a second poisoning, the share of wrong labels is what it is, not what an attack was told.
      poison: poison && (asPoisoned ? poison : { ...poison, percent: Math.round(percentLeft * 100) / 100 }),
      metrics,
      confusion: trained.confusion,
      labelsUsed,
      training: dataset,
      resampling: trained.resampling,
      trainRows: trained.trainRows,
      testRows,
      files: trained.files,
    },
    { signal },
  );
  await database.transaction(async ({ runs, models, featureSets }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const model = await models.add(
      {
        runId: run.id,
        versionId: version.id,
        kind,
        parameters,
        metrics,
        accuracyInterval,
        testRows,
        labelsUsed,
        sha256,
        mlflow: { runId: logged.runId, modelId: logged.modelId, url: logged.url },
      },
      run.requestedBy,
    );
    const columns = featureSetColumns(trained.features);
    const featureSet = await featureSets.ensure(version.dataset, columns, version.id, run.requestedBy);
    await featureSets.link(model.id, featureSet.id);
    await runs.succeed(run.id, { modelId: model.id, mlflow: { runId: logged.runId, url: logged.url } });
  });
};
