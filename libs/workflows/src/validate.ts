import { parseExpectations, type Expectations } from '@antidote/contracts';
import type { Repositories } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { jsonBytes, loadVersion } from './load-version.js';
import { loadForTraining } from './trusted/load-for-training.js';
import type { Workflow } from './workflow.js';

/** Checks a version against what is expected of its dataset and by the built-in checks, and keeps the report. */
export const validate: Workflow<'validate'> = async (run, request, { database, blobs, compute }, signal) => {
  const { versionId, seed } = request;
  const { version, data } = await loadForTraining(database, blobs, versionId, run.createdAt);
  const { baseBlob } = await database.versions.storage(versionId);
  const previousId = await database.versions.previousOriginal(versionId);
  const previous = previousId === null ? null : (await loadVersion(database, blobs, previousId)).data;
  const { revision, expectations } =
    request.expectations === undefined
      ? await declared(database, version.dataset)
      : { revision: null, expectations: request.expectations };
  const { trusted, ...untrusted } = data;
  const report = await compute(
    'validateVersion',
    {
      version: untrusted,
      previous,
      trustedHashes: trusted?.rows.map(({ hash }) => hash) ?? [],
      expectations,
      served: await database.featureSets.ofServing(version.dataset),
      sensitive: version.sensitive,
      seed,
      now: Date.parse(run.createdAt),
    },
    signal,
  );

  const reportBlob = await blobs.put(jsonBytes(report));
  await database.transaction(async ({ runs, validations }) => {
    if (!(await runs.holdRunning(run.id))) return;
    const { verdict } = report;
    await validations.add(
      { versionId, runId: run.id, verdict, reportBlob, expectationsRevision: revision },
      baseBlob,
      run.requestedBy,
    );
    await runs.succeed(run.id, {});
  });
};

/** What the dataset's newest revision of expectations declares. */
async function declared(
  { expectations }: Pick<Repositories, 'expectations'>,
  dataset: string,
): Promise<{ revision: number | null; expectations: Expectations | null }> {
  const { revision, yaml } = await expectations.get(dataset);
  if (yaml.trim() === '') return { revision: null, expectations: null };
  const parsed = parseExpectations(yaml);
  if (parsed.success) return { revision, expectations: parsed.data };
  throw new DomainError(
    'invalid_state',
    `revision ${revision} of the expectations of ${dataset} cannot be read by this version of Antidote: ${parsed.error.issues[0]!.message}; set them again`,
  );
}
