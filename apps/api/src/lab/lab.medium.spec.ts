import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  ATTACKS,
  AttackCatalogue,
  AttackPreview,
  BreakReport,
  Certificate,
  DetectionReport,
  LearningCurveReport,
  StudyEstimate,
} from '@antidote/contracts';
import { endedRun } from '../../testing/ended-run.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { startJobs } from '../../testing/start-jobs.js';

/** Two classes that lie apart in both numbers. */
const LINES = Array.from({ length: 80 }, (_, row) => {
  const code = row % 2;
  return `${5 * code + (row % 7) / 7},${3 * code + (row % 5) / 5},${code ? 'yes' : 'no'}`;
});
const CSV = ['size,weight,label', ...LINES, ''].join('\n');

let api: TestApi;
let stopJobs: () => Promise<void>;
let versionId: string;

const post = (path: string, json: unknown) => api.send('POST', `/api/v1/${path}`, { json });
const get = (path: string) => api.send('GET', `/api/v1/${path}`);

beforeAll(async () => {
  api = await startApi({ ANTIDOTE_STUDY_HOURS: '0.01' });
  stopJobs = await startJobs(api);
  versionId = (await post('datasets', { name: 'lab', csv: CSV })).body.latest.id;
});

afterAll(async () => {
  await stopJobs?.();
  await api?.stop();
});

it('lists every attack with what it takes', async () => {
  const { attacks, atlasVersion } = AttackCatalogue.parse((await get('attacks')).body);
  expect(attacks.map(({ name }) => name)).toEqual([...ATTACKS]);
  expect(atlasVersion).toMatch(/^\d/);
});

it('shows what an attack would change, and keeps nothing', async () => {
  const { status, body } = await post('attacks/dry-run', { versionId, spec: { attack: 'uniform', percent: 10 } });
  expect(status).toBe(200);
  const preview = AttackPreview.parse(body);
  expect(preview).toMatchObject({ rows: 80, changedRows: 8, addedRows: 0, changedCells: 0, backdoor: null });
  expect(preview.sample).toHaveLength(8);
  for (const { before, after } of preview.sample) expect(after.label).not.toBe(before!.label);
  expect((await get('datasets/lab/versions')).body.items).toHaveLength(1);
});

it('shows the trigger of a backdoor, and rows that would be added', async () => {
  const backdoor = await post('attacks/dry-run', { versionId, spec: { attack: 'backdoor-out-of-range', percent: 5 } });
  expect(backdoor.body.backdoor.trigger.length).toBeGreaterThan(0);
  const added = await post('attacks/dry-run', { versionId, spec: { attack: 'outlier-injection', percent: 5 } });
  expect(added.body).toMatchObject({ addedRows: 4, changedRows: 0 });
  expect(added.body.sample[0].before).toBeNull();
});

it('estimates a study without starting it', async () => {
  const spec = { levels: [0, 10], attacks: ['uniform', 'targeted'], models: ['decision-tree'], seeds: 3 };
  const { body } = await post('studies/estimate', { versionId, spec: { ...spec, mitigations: ['pruned'] } });
  // Level 0 once, level 10 for two attacks: 3 scenes, 1 model, with and without pruning, 3 seeds.
  expect(StudyEstimate.parse(body)).toMatchObject({ fits: 18, trainRows: 56 });
  const runs: { kind: string }[] = (await get('runs')).body.items;
  expect(runs.map(({ kind }) => kind)).toEqual(['validate']);
  const tiny = await post('studies/estimate', { versionId, spec: { ...spec, levels: [0, 0.1] } });
  expect(tiny.body.warnings).toEqual(['0.1% of 56 training rows rounds to none: nothing is poisoned at that level.']);
});

it('refuses what cannot be done before any work starts', async () => {
  const refused = async (path: string, spec: object) => {
    const { status, body } = await post(path, { versionId, spec });
    return [status, body.code];
  };
  expect(await refused('attacks/dry-run', { attack: 'bad-source', percent: 5 })).toEqual([400, 'invalid_argument']);
  expect((await refused('attacks/dry-run', { attack: 'none', percent: 5 }))[0]).toBe(400);
  expect((await refused('attacks/dry-run', { attack: 'uniform', percent: 500 }))[0]).toBe(400);
  expect((await refused('studies/estimate', { sedes: 3 }))[0]).toBe(400);
  expect(await refused('studies/estimate', { attacks: ['bad-source'] })).toEqual([400, 'invalid_argument']);
  const run = async (spec: object) => {
    const { status, body } = await post('runs', { kind: 'study', versionId, spec });
    return [status, body.code, body.detail];
  };
  expect(await run({ attacks: ['bad-source'] })).toEqual([400, 'invalid_argument', expect.stringContaining('source')]);
  expect(await run({ levels: [60], attacks: ['targeted'] })).toEqual([
    413,
    'limit_exceeded',
    expect.stringMatching(/^targeted at 60%: 34 rows .* there are 28/),
  ]);
  expect(await run({ models: ['oracle'] })).toEqual([
    400,
    'invalid_argument',
    expect.stringContaining('decision-tree'),
  ]);
  const huge = {
    seeds: 10_000,
    models: ['random-forest'],
    mitigations: ['pruned'],
    levels: Array.from({ length: 50 }, (_, i) => i),
  };
  expect(await run(huge)).toEqual([
    413,
    'limit_exceeded',
    expect.stringMatching(/hours of one processor .* the limit is 0.01/),
  ]);
  expect(await run({ seeds: 2 })).toEqual([409, 'invalid_state', expect.stringContaining('is in quarantine')]);
  const others = [{ kind: 'certify' }, { kind: 'break', below: 0.8 }, { kind: 'learning-curve' }, { kind: 'train' }];
  for (const request of others) {
    const { status, body } = await post('runs', { ...request, versionId });
    expect([status, body.detail]).toEqual([409, expect.stringContaining('is in quarantine')]);
  }
  expect((await get('runs')).body.items.map(({ kind }: { kind: string }) => kind)).toEqual(['validate']);
  const unknown = { versionId: '00000000-0000-4000-8000-000000000000', spec: { attack: 'uniform', percent: 5 } };
  expect((await post('attacks/dry-run', unknown)).status).toBe(404);
});

it('keeps the report of a search with scorecard and counterfactual, and opens a review of the families asked for', async () => {
  const poison = { kind: 'poison', versionId, spec: { attack: 'uniform', percent: 15, seed: 3 } };
  const { outputVersionId } = await endedRun(api.database, (await post('runs', poison)).body.id);
  const find = { kind: 'find-label-issues', versionId: outputVersionId, scorecard: true, counterfactual: true };
  const run = await endedRun(api.database, (await post('runs', find)).body.id);
  expect(run).toMatchObject({ state: 'succeeded', progress: { done: 3, total: 3 } });
  const report = DetectionReport.parse((await get(`runs/${run.id}/detection`)).body);
  expect(report.scorecard!.attacks.find(({ attack }) => attack === 'uniform')!.recall!.value).toBeGreaterThan(0.5);
  expect(report.counterfactual).toMatchObject({ labelsUsed: 'manifest', repeats: 10 });
  const review = (await get(`reviews/${run.outputReviewId}`)).body;
  expect(review.items).toBe(report.detectors.find(({ detector }) => detector === 'default')!.flagged);

  const outliers = { kind: 'find-label-issues', versionId: outputVersionId, reviewOf: ['outlier'] };
  const second = await endedRun(api.database, (await post('runs', outliers)).body.id);
  const other = DetectionReport.parse((await get(`runs/${second.id}/detection`)).body);
  expect(other.scorecard).toBeUndefined();
  const flagged = other.families.find(({ family }) => family === 'outlier')!.flagged;
  expect((await get(`reviews/${second.outputReviewId}`)).body.items).toBe(flagged);
  expect((await get(`runs/${run.id}/study`)).status).toBe(404);
  expect((await get(`runs/${run.id}/certificate`)).body.code).toBe('not_found');
});

it('certifies a version as a run, once a person lets it out of quarantine', async () => {
  const path = `versions/${versionId}/validation`;
  const { validation } = (await get(path)).body;
  const reason = 'Two columns of numbers that repeat, on purpose.';
  expect((await post(`${path}/acknowledge`, { validationId: validation.id, reason })).status).toBe(200);
  const run = await endedRun(api.database, (await post('runs', { kind: 'certify', versionId, parts: 7 })).body.id);
  const certificate = Certificate.parse((await get(`runs/${run.id}/certificate`)).body);
  expect(certificate).toMatchObject({ voters: 7, trainRows: 56, testRows: 24, covers: 'labels-and-rows' });
  expect(certificate.curve[0]!.accuracy).toBeGreaterThan(0.9);
  expect((await get(`runs/${run.id}/detection`)).status).toBe(404);
});

it('finds what it costs to break a version, and measures its learning curve, as runs', async () => {
  const common = { versionId, models: ['decision-tree'], seeds: 2 };
  const breaks = { kind: 'break', below: 0.8, attacks: ['uniform', 'targeted'], ...common };
  const [broken, curve] = [
    await endedRun(api.database, (await post('runs', breaks)).body.id),
    await endedRun(
      api.database,
      (await post('runs', { kind: 'learning-curve', noise: [20], priceReview: 2, ...common })).body.id,
    ),
  ];
  const found = BreakReport.parse((await get(`runs/${broken.id}/break`)).body);
  expect(found.findings.map(({ model, attack }) => `${model} ${attack}`)).toEqual([
    'decision-tree uniform',
    'decision-tree targeted',
    'certified-vote uniform',
    'certified-vote targeted',
  ]);
  expect(found).toMatchObject({ trainRows: 56, testRows: 24, below: 0.8 });
  for (const { rows, searchedTo } of found.findings) expect(rows ?? searchedTo).toBeGreaterThan(0);
  const measured = LearningCurveReport.parse((await get(`runs/${curve.id}/learning-curve`)).body);
  expect(measured.recoveries).toMatchObject([{ model: 'decision-tree', noise: 20, rowsCost: null }]);
  expect((await get(`runs/${curve.id}/break`)).body.code).toBe('not_found');
  const above = await post('runs', { ...breaks, below: 1.5 });
  expect([above.status, above.body.code]).toEqual([400, 'invalid_argument']);
});
