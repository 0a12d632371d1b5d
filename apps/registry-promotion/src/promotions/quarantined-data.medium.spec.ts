import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Model } from '@antidote/contracts';
import { PromotionStage } from '../../testing/promotion-stage.js';

const ACTOR = 'ada';
const ACCURACY_ONLY =
  'formatVersion: 1\nname: accuracy\nrules:\n  - rule: accuracy\n    atLeast: 0.1\n    labels: [as-given, manifest]\n';

let stage: PromotionStage;
let model: Model;
const name = `quarantined-${randomUUID()}`;

const request = () =>
  ({
    kind: 'train',
    versionId: stage.original.id,
    model: 'decision-tree',
    parameters: {},
    resample: 'none',
    seed: 42,
  }) as const;

async function promote() {
  const { id } = await stage.request(model, name, 'staging');
  await (await stage.service({ policy: ACCURACY_ONLY })).process(id);
  return stage.database.promotions.get(id);
}

beforeAll(async () => {
  stage = await PromotionStage.open();
  // Trained while nothing was known of the version.
  model = await stage.database.models.get((await stage.run(request())).outputModelId!);
});
afterAll(() => stage?.close());

it('promotes nothing that was trained on a version which validation blocks, until somebody answers for it', async () => {
  const versionId = stage.original.id;
  const expectations = {
    formatVersion: 1,
    rows: { min: 1_000 },
    columns: {},
    otherColumns: 'allow',
    checks: {},
  } as const;
  await stage.run({ kind: 'validate', versionId, seed: 42, expectations });
  const { validations, runs } = stage.database;
  const { validation, quarantined } = await validations.ofVersion(versionId);
  expect([validation!.verdict, quarantined]).toEqual(['block', true]);

  const refused = await promote();
  const quarantinedBy = { validationId: validation!.id, versionId };
  expect(refused).toMatchObject({ state: 'refused', evidence: { quarantinedBy } });
  const blocked = refused.decision!.results.filter(({ outcome }) => outcome === 'block');
  expect(blocked).toMatchObject([{ rule: 'quarantined-data', remedy: expect.any(String) }]);
  await expect(runs.enqueue(request(), ACTOR)).rejects.toMatchObject({ code: 'invalid_state' });

  await validations.acknowledge(versionId, validation!.id, 'a small table is what we have', ACTOR);
  expect(await promote()).toMatchObject({ state: 'live', evidence: { quarantinedBy: null } });
});
