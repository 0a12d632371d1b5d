/**
 * A data team's story in a real browser: churn from three suppliers, of whom one says the opposite of the truth. A model
 * trained on it serves; then the supplier is found out, what it touched is listed, it is recalled, the version without
 * it is built, and no model with it may move up any more.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { accessibilityFaults, authorization, openSignedIn, type Visit } from './story/open-browser.js';

const ROOT = join(import.meta.dirname, '..');
const DATASET = 'churn-story';
const MODEL = 'churn-story-forest';
const ROWS = 900;

/** An answer of the API, read as it is. */
type Json = Awaited<ReturnType<Response['json']>>;

describe('a source that turns out bad', () => {
  let visit: Visit;
  let folder: string;
  let truth: string[];
  let target = '';
  let original: Json;
  let served: Json;
  let broken: string | undefined;

  /** A step of the story: not tried once a step before it failed; a failure leaves a picture of the page. */
  const step = (name: string, run: () => Promise<void>) =>
    test(name, async () => {
      if (broken) throw new Error(`not tried, as "${broken}" failed`);
      try {
        await run();
      } catch (error) {
        broken = name;
        await visit.page.screenshot({ path: join(ROOT, 'test-results', 'data-team.png'), fullPage: true });
        throw error;
      }
    });
  const at = (path: string) => `${process.env.ANTIDOTE_API_URL}${path}`;
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(at(`/api/v1${path}`), {
      method,
      headers: {
        ...authorization(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
  const get = (path: string) => send('GET', path);
  /** Reads until it is done; what is waited for is a state of the server, never a time. */
  async function until(path: string, done: (answer: Json) => boolean): Promise<Json> {
    for (;;) {
      const answer = await get(path);
      if (done(answer)) return answer;
      await wait(100);
    }
  }
  async function finished(request: unknown): Promise<Json> {
    const { id } = await send('POST', '/runs', request);
    const run = await until(`/runs/${id}`, ({ state }) => !['queued', 'running'].includes(state));
    if (run['state'] !== 'succeeded') throw new Error(JSON.stringify(run['error']));
    return run;
  }
  async function promote(modelId: string, alias: string): Promise<Json> {
    const reason = 'It holds under poison, and nothing better is there.';
    const { id } = await send('POST', '/promotions', { modelId, registeredModel: MODEL, alias, reason });
    return until(`/promotions/${id}`, ({ state }) => ['live', 'refused', 'failed'].includes(state));
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-team-'));
    const text = await readFile(join(ROOT, 'data/wa_churn.csv'), 'utf8');
    const [header, ...lines] = text
      .trim()
      .split(/\r?\n/)
      .slice(0, ROWS + 1);
    target = header!.split(',').at(-1)!;
    truth = lines.map((line) => line.split(',').at(-1)!);
    const rows = lines.map((line, row) => {
      const supplier = `supplier-${'abc'[row % 3]}`;
      const label = supplier === 'supplier-b' ? opposite(truth[row]!) : truth[row]!;
      return `${line.slice(0, line.lastIndexOf(','))},${label},${supplier}`;
    });
    await writeFile(join(folder, 'churn.csv'), [`${header},supplier`, ...rows, ''].join('\n'));
    visit = await openSignedIn();
  });
  afterAll(async () => {
    await visit?.browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  step('the file is registered, with the column that says who each row is from', async () => {
    const { page } = visit;
    await page.goto(at('/datasets/new'));
    await page.setInputFiles('#file', join(folder, 'churn.csv'));
    await page.getByLabel('Name').fill(DATASET);
    await page.getByLabel('Label column').fill(target);
    await page.getByLabel('Source column').fill('supplier');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByRole('region', { name: 'Sources' }).getByText('supplier-b').waitFor();
    const { items } = await get(`/datasets/${DATASET}/versions`);
    original = items[0];
    expect(original).toMatchObject({ rows: ROWS, kind: 'original', target });
    await until(`/versions/${original['id']}/validation`, ({ state }) => state === 'done');
    await page.getByRole('button', { name: 'Validate again' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  step('validation says that the supplier is odd; a person lets it pass all the same', async () => {
    const { page } = visit;
    await page
      .getByText(/supplier-b/)
      .first()
      .waitFor();
    const { validation, quarantined } = await get(`/versions/${original['id']}/validation`);
    expect(validation.report.findings).toContainEqual(expect.objectContaining({ code: 'source' }));
    if (!quarantined) return;
    await page.getByRole('button', { name: 'Accept it with a reason' }).click();
    await page.getByLabel('Reason').fill('The supplier swears that all is well.');
    await page.getByRole('button', { name: 'Accept it', exact: true }).click();
    await page.getByText(/a person accepted that/).waitFor();
  });

  step('two people label a trusted set, one word settles where they differ, and it is sealed', async () => {
    const { page } = visit;
    await page.goto(at(`/datasets/${DATASET}/trusted`));
    await page.getByLabel('Rows').fill('150');
    await page.getByText(/will be good to 6\.\d points/).waitFor();
    await page.getByRole('button', { name: 'Draw it' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the rows' }).click(),
    ]);
    const drawn = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/).slice(1);
    const rows = drawn.map((line) => Number(line.split(',')[0]));
    for (const [reviewer, mistaken] of [['ada', -1] as const, ['grace', rows[7]!] as const]) {
      const labels = rows.map((row) => `${row},${row === mistaken ? opposite(truth[row]!) : truth[row]}`);
      const file = join(folder, `${reviewer}.csv`);
      await writeFile(file, ['row,label', ...labels, ''].join('\n'));
      await page.getByLabel('Who labelled it').fill(reviewer);
      await page.setInputFiles('input[type=file]', file);
      await page.getByRole('button', { name: 'Take the labels' }).click();
      await page.getByRole('rowheader', { name: reviewer }).waitFor();
    }
    await page.getByText('They agree on 149 of 150 rows').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel(`Final word on row ${rows[7]}`).selectOption(truth[rows[7]!]!);
    await page.getByRole('button', { name: 'Keep 1 final word' }).click();
    await page.getByRole('button', { name: 'Seal it' }).click();
    await page.getByText('Its rows are kept out of every training').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  step('engineers train on it and put the forest on staging', async () => {
    const versionId = original['id'] as string;
    const { outputReviewId } = await finished({ kind: 'find-label-issues', versionId, seed: 42 });
    const { items } = await get(`/reviews/${outputReviewId}/items?limit=500`);
    for (const { id, revision } of items) {
      // Nobody could tell: the labels are kept as given.
      const path = `/reviews/${outputReviewId}/items/${id}/decision`;
      await send('PUT', path, { action: 'keep' }, { 'if-match': `"${revision}"` });
    }
    await send('POST', `/reviews/${outputReviewId}/completion`);
    const { outputVersionId } = await finished({ kind: 'apply-review', reviewId: outputReviewId });
    const run = await finished({ kind: 'train', versionId: outputVersionId, model: 'random-forest', seed: 42 });
    served = await get(`/models/${run['outputModelId']}`);
    expect(served).toMatchObject({ labelsUsed: 'trusted', testRows: 150 });
    const spec = { levels: [0, 10], models: ['random-forest'], attacks: ['uniform'], seeds: 5, seed: 42 };
    await finished({ kind: 'study', versionId: outputVersionId, spec });
    expect(await promote(served['id'], 'staging')).toMatchObject({ state: 'live' });
  });

  step('what the supplier touched is asked from the version: versions, models, and the alias that serves', async () => {
    const { page } = visit;
    await page.goto(at(`/datasets/${DATASET}/v/${original['digest'].slice(0, 12)}?id=${original['id']}`));
    const row = page.getByRole('region', { name: 'Sources' }).locator('tr', { hasText: 'supplier-b' });
    await row.getByRole('link', { name: 'What did it touch?' }).click();
    await page.getByText(`staging of ${MODEL} points to such a model now.`).waitFor();
    const live = page.getByRole('region', { name: 'Aliases serving now' });
    await live.getByText(MODEL).waitFor();
    const versions = page.getByRole('region', { name: 'Versions that hold it' });
    await versions.getByText(`${DATASET}, original`).waitFor();
    await versions.getByText(`${DATASET}, cleaned`).waitFor();
    await page.getByRole('region', { name: 'Models' }).getByText('Random forest').waitFor();
    await page.getByRole('region', { name: 'Lineage as a graph' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  step('it is recalled: the alias is frozen, and the version without it is built', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: 'Recall' }).click();
    await page.getByText(/^Recalling it freezes 1 alias, builds \d versions? without it/).waitFor();
    await page.getByLabel('Reason').fill('Supplier b guessed its labels.');
    await page.getByRole('dialog').getByRole('button', { name: 'Recall' }).click();
    await page.getByText(/^Contained: 1 alias is frozen/).waitFor();
    await page.getByRole('region', { name: 'Frozen aliases' }).getByText('Frozen', { exact: true }).waitFor();
    const replacements = page.getByRole('region', { name: 'Versions and their replacements' });
    await replacements
      .getByText(/^Filtered/)
      .first()
      .waitFor();
    await replacements
      .getByText(`${ROWS - ROWS / 3} rows`)
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const { items } = await get(`/recalls?dataset=${DATASET}&state=active`);
    await until(`/recalls/${items[0].id}`, ({ freezes }) => freezes[0].markedAt !== null);
  });

  step('no model with it may move up any more', async () => {
    const refused = await promote(served['id'], 'champion');
    expect(refused).toMatchObject({ state: 'refused' });
    const { page } = visit;
    await page.goto(at(`/promotions/${refused['id']}`));
    await page.getByText('No recalled data').waitFor();
  });

  step('home says that a model waits to be trained again; one press does it', async () => {
    const { page } = visit;
    await page.goto(at('/'));
    await page.getByText(`Recall of source supplier-b of ${DATASET}`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('li', { hasText: DATASET }).getByRole('link', { name: 'Open the recall' }).click();
    await page.getByRole('button', { name: 'Train again' }).click();
    await page.getByRole('region', { name: 'Models to be trained again' }).getByText('Done').waitFor();
    const { items } = await get(`/models?dataset=${DATASET}`);
    const sound = items.find(({ versionKind }: Json) => versionKind === 'filtered');
    expect(sound).toMatchObject({ labelsUsed: 'trusted', testRows: 150 });
    expect(sound.metrics.accuracy).toBeGreaterThan(served['metrics'].accuracy);
  });

  step('the version says so, its lineage shows it, and the difference names the supplier', async () => {
    const { page } = visit;
    await page.goto(at(`/datasets/${DATASET}/v/${original['digest'].slice(0, 12)}?id=${original['id']}`));
    await page.getByText('Do not train on it').first().waitFor();
    await page.getByRole('link', { name: 'Where it came from and went' }).click();
    await page.getByRole('region', { name: 'Lineage as a graph' }).getByText('Recalled').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('list', { name: 'Lineage as a list' }).getByText('Recalled').first().waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    const { items } = await get(`/datasets/${DATASET}/versions`);
    const filtered = items.find(({ kind }: Json) => kind === 'filtered');
    await page.goto(at(`/datasets/${DATASET}/diff?from=${original['id']}&to=${filtered.id}`));
    await page.getByText(`${ROWS / 3} rows went.`).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  step('shows no script error and nothing that the security policy refused', async () => {
    expect(visit.faults).toEqual([]);
  });
});

const opposite = (label: string): string => (label === 'Yes' ? 'No' : 'Yes');
