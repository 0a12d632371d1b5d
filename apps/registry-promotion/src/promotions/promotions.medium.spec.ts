import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model } from '@antidote/contracts';
import { MlflowClient } from 'mlflow-js-client';
import { DEFAULT_POLICY, PromotionStage } from '../../testing/promotion-stage.js';

/** Looks at the accuracy alone, so that a test of the registry needs neither study nor review. */
const ACCURACY_ONLY =
  'formatVersion: 1\nname: accuracy\nrules:\n  - rule: accuracy\n    atLeast: 0.5\n    labels: [as-given]\n';

let stage: PromotionStage;
let forest: Model;

beforeAll(async () => {
  stage = await PromotionStage.open();
  forest = await stage.train('random-forest');
});

afterAll(() => stage?.close());

/** A name in the registry that no other test and no other run of the tests uses. */
const freshName = (what: string) => `${what}-${randomUUID()}`;
const versionsOf = async (name: string) => {
  const versions = [];
  for await (const version of stage.mlflow.searchModelVersions({ filter: `name = '${name}'` })) versions.push(version);
  return versions;
};
const outcomes = (promotion: { decision: { results: { rule: string; outcome: string }[] } | null }) =>
  Object.fromEntries(promotion.decision!.results.map(({ rule, outcome }) => [rule, outcome]));

describe('a promotion', () => {
  const name = freshName('iris');

  it('is refused with every reason while study and review are missing, and the registry stays untouched', async () => {
    const { id } = await stage.request(forest, name, 'staging');
    await (await stage.service()).process(id);
    const promotion = await stage.database.promotions.get(id);
    expect(promotion).toMatchObject({ state: 'refused', modelVersion: null, evidence: { study: null, review: null } });
    expect(outcomes(promotion)).toEqual({
      'alias-ladder': 'pass',
      'recalled-data': 'pass',
      'quarantined-data': 'pass',
      accuracy: 'pass',
      'accuracy-lost': 'block',
      'review-finished': 'block',
    });
    expect(await stage.mlflow.getRegisteredModel(name)).toBeUndefined();
  });

  it('is refused by the policy of the project for an accuracy on labels as given, which may be poisoned', async () => {
    const { id } = await stage.request(forest, freshName('as-given'), 'staging');
    await (await stage.service({ policy: DEFAULT_POLICY })).process(id);
    expect(outcomes(await stage.database.promotions.get(id))).toMatchObject({ accuracy: 'block' });
  });

  it('reaches staging on its evidence, with the policy by hash, and once however often it is delivered', async () => {
    const versionId = stage.original.id;
    const spec = {
      levels: [0, 10],
      models: ['random-forest' as const],
      attacks: ['uniform' as const],
      seeds: 5,
      seed: 42,
      testShare: 0.3,
    };
    const study = await stage.run({ kind: 'study', versionId, spec });
    const review = (await stage.run({ kind: 'find-label-issues', versionId, seed: 42 })).outputReviewId!;
    const { items } = await stage.database.reviews.items(review, {}, { limit: 500 });
    for (const item of items) {
      await stage.database.reviews.decide(review, item.id, item.revision, { action: 'keep' }, 'ada');
    }
    if ((await stage.database.reviews.get(review)).state === 'open')
      await stage.database.reviews.complete(review, 'ada');

    const { id } = await stage.request(forest, name, 'staging');
    const services = await Promise.all([stage.service(), stage.service()]);
    await Promise.all([services[0]!.process(id), services[0]!.process(id)]);
    for (const service of services) await service.process(id);

    const promotion = await stage.database.promotions.get(id);
    expect(promotion).toMatchObject({
      state: 'live',
      modelVersion: '1',
      replaced: null,
      evidence: { study: { runId: study.id, level: 10, seeds: 5 }, review: { id: review }, approval: 'self-approved' },
    });
    const [version, ...others] = await versionsOf(name);
    expect(others).toEqual([]);
    expect(version).toMatchObject({ source: `models:/${forest.mlflow.modelId}`, stage: 'Staging' });
    expect(version!.tags).toMatchObject({
      'antidote.sha256': forest.sha256,
      'antidote.version_digest': forest.versionDigest,
      'antidote.staging.promotion': id,
      'antidote.staging.policy_sha256': promotion.policySha256,
      'antidote.staging.promoted_by': 'ada',
    });
    expect(await stage.database.models.get(forest.id)).toMatchObject({
      registered: { name, version: '1', aliases: ['staging'] },
    });
    const audit = await stage.database.audit.list({ subjectId: id }, { limit: 10 });
    expect(audit.items.map(({ action }) => action).reverse()).toEqual([
      'promotion.requested',
      'promotion.checking',
      'promotion.applying',
      'promotion.live',
    ]);
  });

  it('climbs the ladder: champion after staging, the same version, and never before', async () => {
    const tree = await stage.copyOf(forest);
    const early = await stage.request(tree, freshName('early'), 'champion');
    await (await stage.service()).process(early.id);
    const refused = await stage.database.promotions.get(early.id);
    expect(refused.state).toBe('refused');
    expect(outcomes(refused)['alias-ladder']).toBe('block');

    const { id } = await stage.request(forest, name, 'champion');
    await (await stage.service()).process(id);
    expect(await stage.database.promotions.get(id)).toMatchObject({ state: 'live', modelVersion: '1' });
    const [version] = await versionsOf(name);
    expect(version).toMatchObject({ stage: 'Production' });
    const { aliases } = (await stage.mlflow.getRegisteredModel(name))!;
    expect(aliases).toEqual({ champion: '1', staging: '1' });
  });

  it('says whom it replaced', async () => {
    const next = await stage.copyOf(forest);
    const { id } = await stage.request(next, name, 'staging');
    await (await stage.service()).process(id);
    expect(await stage.database.promotions.get(id)).toMatchObject({ state: 'live', modelVersion: '2', replaced: '1' });
    expect((await stage.database.models.get(forest.id)).registered!.aliases).toEqual(['champion']);
  });

  it('keeps account of who holds which alias when two promotions of one name cross', async () => {
    const name = freshName('crossing');
    const [first, second] = [await stage.copyOf(forest), await stage.copyOf(forest)];
    const plain = await stage.service({ policy: ACCURACY_ONLY });
    await plain.process((await stage.request(first, name, 'staging')).id);
    const champion = await stage.request(first, name, 'champion');
    const staging = await stage.request(second, name, 'staging');
    let crossed = false;
    const mlflow = new MlflowClient({
      trackingUri: process.env.MLFLOW_TRACKING_URI!,
      fetch: async (url, init) => {
        if (!crossed && init?.method === 'POST' && String(url).endsWith('/registered-models/alias')) {
          crossed = true;
          await plain.process(staging.id);
        }
        return fetch(url, init);
      },
    });
    await (await stage.service({ mlflow, policy: ACCURACY_ONLY })).process(champion.id);
    expect((await stage.mlflow.getRegisteredModel(name))!.aliases).toEqual({ champion: '1', staging: '2' });
    expect((await stage.database.models.get(first.id)).registered!.aliases).toEqual(['champion']);
    expect((await stage.database.models.get(second.id)).registered!.aliases).toEqual(['staging']);
  });

  it('gives way to the one under way on the same alias, whose id the refusal names', async () => {
    const contested = freshName('contested');
    const models = [await stage.copyOf(forest), await stage.copyOf(forest)];
    const requests = await Promise.allSettled(models.map((model) => stage.request(model, contested, 'staging')));
    const winners = requests.filter((request) => request.status === 'fulfilled');
    const losers = requests.filter((request) => request.status === 'rejected');
    expect([winners.length, losers.length]).toEqual([1, 1]);
    expect(losers[0]!.reason).toMatchObject({ code: 'conflict', details: { promotionId: winners[0]!.value.id } });
  });

  it('is refused for an alias outside the ladder, and fails for a second registered name', async () => {
    const other = await stage.request(forest, name, 'shadow');
    await (await stage.service()).process(other.id);
    expect(await stage.database.promotions.get(other.id)).toMatchObject({ state: 'refused' });
    const renamed = await stage.request(forest, freshName('renamed'), 'staging');
    await (await stage.service()).process(renamed.id);
    expect(await stage.database.promotions.get(renamed.id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining(name),
    });
  });

  it('fails when the bytes in MLflow are not those that were trained', async () => {
    const swapped = await stage.train('decision-tree');
    const { artifactUri } = await stage.mlflow.getLoggedModel(swapped.mlflow.modelId);
    await stage.mlflow.uploadArtifact(artifactUri, 'model.onnx', new TextEncoder().encode('swapped'));
    const target = freshName('swapped');
    const { id } = await stage.request(swapped, target, 'staging');
    await (await stage.service({ policy: ACCURACY_ONLY })).process(id);
    expect(await stage.database.promotions.get(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('changed in MLflow'),
    });
    expect(await stage.mlflow.getRegisteredModel(target)).toBeUndefined();
  });
});

describe('a promotion that is interrupted', () => {
  it.each(['before', 'after'] as const)(
    '%s any request reached MLflow goes on from there, to one version and one alias',
    async (moment) => {
      let completed = false;
      for (let step = 0; !completed; step++) {
        const model = await stage.copyOf(forest);
        const name = freshName('killed');
        const { id } = await stage.request(model, name, 'staging');
        const { mlflow, stuck } = stoppingAt(step, moment);
        const killed = (await stage.service({ mlflow, policy: ACCURACY_ONLY })).process(id);
        completed = await Promise.race([stuck.then(() => false), killed.then(() => true)]);

        await (await stage.service({ policy: ACCURACY_ONLY })).process(id);
        expect(await stage.database.promotions.get(id)).toMatchObject({
          state: 'live',
          modelVersion: '1',
          replaced: null,
        });
        expect(await versionsOf(name)).toHaveLength(1);
        expect(await stage.mlflow.getModelVersionByAlias(name, 'staging')).toMatchObject({ version: '1' });
        if (completed) expect(step).toBeGreaterThan(8);
      }
    },
    120_000,
  );

  it('waits while MLflow is away, and lives when it is back', async () => {
    const model = await stage.copyOf(forest);
    const { id } = await stage.request(model, freshName('away'), 'staging');
    const away = new MlflowClient({ trackingUri: 'http://127.0.0.1:45999', maxRetries: 0 });
    await expect((await stage.service({ mlflow: away, policy: ACCURACY_ONLY })).process(id)).rejects.toThrow();
    expect(await stage.database.promotions.get(id)).toMatchObject({ state: 'applying', error: null });
    const back = await stage.service({ policy: ACCURACY_ONLY });
    expect(await back.unfinished()).toContain(id);
    await back.process(id);
    expect(await stage.database.promotions.get(id)).toMatchObject({ state: 'live' });
  });

  it('waits while the policy file is broken', async () => {
    const model = await stage.copyOf(forest);
    const { id } = await stage.request(model, freshName('broken'), 'staging');
    await expect((await stage.service({ policy: 'rules: [' })).process(id)).rejects.toMatchObject({
      code: 'service_unavailable',
    });
    expect(await stage.database.promotions.get(id)).toMatchObject({ state: 'checking' });
  });
});

/** A client whose request number `step` hangs for ever, before or after MLflow did it: as if the process were killed. */
function stoppingAt(step: number, moment: 'before' | 'after') {
  let requests = 0;
  let reached = () => {};
  const stuck = new Promise<void>((resolve) => (reached = resolve));
  const hang = () => {
    reached();
    return new Promise<never>(() => undefined);
  };
  const mlflow = new MlflowClient({
    trackingUri: process.env.MLFLOW_TRACKING_URI!,
    timeoutMs: 600_000,
    fetch: async (...request) => {
      if (requests++ !== step) return fetch(...request);
      if (moment === 'after') await (await fetch(...request)).arrayBuffer();
      return hang();
    },
  });
  return { mlflow, stuck };
}
