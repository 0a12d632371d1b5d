import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Model, Recall } from '@antidote/contracts';
import { readRecallPlan } from '@antidote/workflows';
import { PromotionStage } from '../../testing/promotion-stage.js';
import { AliasFreezes } from './alias-freezes.js';

const ACTOR = 'ada';
const REASON = 'The supplier admitted to guessing.';
const ACCURACY_ONLY =
  'formatVersion: 1\nname: accuracy\nrules:\n  - rule: accuracy\n    atLeast: 0.1\n    labels: [as-given, manifest]\n';

let stage: PromotionStage;
let poisonedVersion: string;
let served: Model;
let recall: Recall;
const name = `recalled-${randomUUID()}`;

const freezes = () => new AliasFreezes(stage.database, stage.mlflow);

async function promote(model: Model, registeredModel = name) {
  const { id } = await stage.request(model, registeredModel, 'staging');
  await (await stage.service({ policy: ACCURACY_ONLY })).process(id);
  return stage.database.promotions.get(id);
}

async function trainOn(versionId: string): Promise<Model> {
  const request = {
    kind: 'train',
    versionId,
    model: 'decision-tree',
    parameters: {},
    resample: 'none',
    seed: 42,
  } as const;
  return stage.database.models.get((await stage.run(request)).outputModelId!);
}

beforeAll(async () => {
  stage = await PromotionStage.open();
  const spec = { attack: 'uniform', percent: 10, seed: 7 } as const;
  const run = await stage.run({ kind: 'poison', versionId: stage.original.id, spec });
  poisonedVersion = run.outputVersionId!;
  served = await trainOn(poisonedVersion);
  expect(await promote(served)).toMatchObject({ state: 'live', evidence: { recalls: [] } });
});

afterAll(() => stage?.close());

describe('a version that turns out bad', () => {
  it('shows what it touched before anything is done', async () => {
    const plan = await readRecallPlan(stage.database, { type: 'version', versionId: poisonedVersion });
    expect(plan.impact.versions.map(({ id, rows }) => [id, rows])).toEqual([[poisonedVersion, 150]]);
    expect(plan.impact.models.map(({ id }) => id)).toEqual([served.id]);
    expect(plan.impact.aliases).toMatchObject([
      { registeredModel: name, alias: 'staging', modelId: served.id, until: null },
    ]);
    expect(plan.freezes).toHaveLength(1);
    expect(plan.replacements).toEqual([{ affectedVersionId: poisonedVersion, versionId: stage.original.id }]);
    expect(plan.proposals).toEqual([{ modelId: served.id, affectedVersionId: poisonedVersion }]);
  });

  it('freezes its alias, once however often it is asked for, and says so in MLflow', async () => {
    const subject = { type: 'version', versionId: poisonedVersion } as const;
    const plan = await readRecallPlan(stage.database, subject);
    const both = await Promise.all([1, 2].map(() => stage.database.recalls.open(subject, REASON, plan, ACTOR)));
    expect(both[0]!.id).toBe(both[1]!.id);
    await freezes().settle();
    recall = await stage.database.recalls.get(both[0]!.id);
    expect(recall).toMatchObject({
      state: 'active',
      freezes: [{ registeredModel: name, alias: 'staging', markedAt: expect.any(String), liftedAt: null }],
    });
    const held = await stage.mlflow.getModelVersionByAlias(name, 'staging');
    expect(held!.tags['antidote.staging.frozen']).toBe(`recall ${recall.id}: ${REASON}`);
    expect(await stage.database.recalls.pendingFreezes()).toEqual([]);
  });

  it('lets nothing trained on it take any alias, whatever the policy says', async () => {
    const promotion = await promote(served);
    expect(promotion).toMatchObject({ state: 'refused', evidence: { recalls: [{ id: recall.id, reason: REASON }] } });
    const blocked = promotion.decision!.results.filter(({ outcome }) => outcome === 'block');
    expect(blocked).toMatchObject([{ rule: 'recalled-data', remedy: expect.any(String) }]);
  });

  it('trains again on the sound version, whose model may take the frozen alias and frees it', async () => {
    const [proposal] = recall.proposals;
    const started = await Promise.all(
      [1, 2].map(() => stage.database.recalls.startRetraining(recall.id, proposal!.id, ACTOR)),
    );
    const runId = started[0]!.proposals[0]!.runId!;
    expect(started[1]!.proposals[0]!.runId).toBe(runId);
    const run = await stage.ended(runId);
    const model = await stage.database.models.get(run.outputModelId!);
    expect(model).toMatchObject({ versionId: stage.original.id, kind: 'decision-tree' });

    expect(await promote(model)).toMatchObject({ state: 'live', replaced: '1' });
    await freezes().settle();
    expect((await stage.database.recalls.get(recall.id)).freezes).toMatchObject([{ liftedAt: expect.any(String) }]);
    const [former] = (await stage.database.promotions.onAliasesOf([served.id])).filter(
      ({ modelId }) => modelId === served.id,
    );
    const version = await stage.mlflow.getModelVersion(name, former!.modelVersion!);
    expect(version!.tags['antidote.staging.frozen']).toMatch(/^no: /);
  });

  it('is taken back with a reason, once', async () => {
    const lifted = await stage.database.recalls.lift(recall.id, 'The audit found the labels right.', ACTOR);
    expect(lifted).toMatchObject({ state: 'lifted', liftedBy: ACTOR });
    expect(await stage.database.recalls.inForceOn(poisonedVersion)).toEqual([]);
    await expect(stage.database.recalls.lift(recall.id, 'Once more, to be sure.', ACTOR)).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });
});
