/**
 * Two families of poison at once in wa_churn, in a real browser: a hidden trigger and random flips are planted in the
 * lab, the detection page names both, and what its scorecard and counterfactual say holds against the truth.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DetectionReport, PoisonSpec, Run, VersionSummary } from '@antidote/contracts';
import { accessibilityFaults, authorization, openSignedIn, type Visit } from './story/open-browser.js';

const ROOT = join(import.meta.dirname, '..');
const DATASET = 'churn-detection';
/** Enough rows to be wa_churn, few enough for a test. */
const ROWS = 1_500;
const csv = readFileSync(join(ROOT, 'data/wa_churn.csv'), 'utf8').split('\n', ROWS + 1);

describe('two families of poison in one dataset', () => {
  let visit: Visit;
  let original: VersionSummary;
  let twice: VersionSummary;
  let report: DetectionReport;

  const at = (path: string) => `${process.env.ANTIDOTE_API_URL}${path}`;
  const send = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const headers = { ...authorization(), ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(at(`/api/v1${path}`), {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const versions = async () => (await send<{ items: VersionSummary[] }>('GET', `/datasets/${DATASET}/versions`)).items;
  /** The last event of a run's stream is its end. */
  const ended = async (id: string): Promise<Run> => {
    const events = await fetch(at(`/api/v1/runs/${id}/events`), { headers: authorization() });
    const told = [...(await events.text()).matchAll(/^data: (.*)$/gm)];
    return JSON.parse(told.at(-1)![1]!) as Run;
  };
  const trigger: PoisonSpec = { attack: 'backdoor-in-range', percent: 3, seed: 7 };
  const flips: PoisonSpec = { attack: 'uniform', percent: 8, seed: 9 };

  /** Poisons a version in the lab, its spec typed as a document. */
  async function poison(version: VersionSummary, spec: PoisonSpec): Promise<VersionSummary> {
    const { page } = visit;
    await page.goto(at(`/lab/new?dataset=${DATASET}&version=${version.id}&do=poison`));
    await page.getByLabel('The same as a document').fill(JSON.stringify(spec));
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText(/rows? \(\d+\.\d%\) change/).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const [asked] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/runs') && response.request().method() === 'POST'),
      page.getByRole('button', { name: 'Poison', exact: true }).click(),
    ]);
    const { outputVersionId } = await ended(((await asked.json()) as Run).id);
    return (await versions()).find(({ id }) => id === outputVersionId)!;
  }

  beforeAll(async () => {
    visit = await openSignedIn();
    await send('POST', '/datasets', { name: DATASET, csv: csv.join('\n') });
    original = (await versions())[0]!;
  });
  afterAll(() => visit?.browser.close());

  test('both are planted in the lab, each after a dry run', async () => {
    const once = await poison(original, trigger);
    expect(once).toMatchObject({ kind: 'poisoned', poison: trigger });
    twice = await poison(once, flips);
    expect(twice).toMatchObject({ kind: 'poisoned', poison: flips, changedLabels: 120 });
  });

  test('the page names both, and what would be missed', async () => {
    const { page } = visit;
    await page.goto(at(`/datasets/${DATASET}/v/${twice.digest}?id=${twice.id}`));
    await page.getByRole('button', { name: 'Find suspicious labels' }).click();
    await page.locator('[role=dialog] button[type=submit]').click();
    await page.waitForURL(/\/detections\//);
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    expect(await ended(id)).toMatchObject({ state: 'succeeded' });
    await page.getByRole('heading', { name: 'What would be missed' }).waitFor();
    await page.getByRole('heading', { name: 'Does cleaning help?' }).waitFor();
    expect(await page.getByText(/rows? carr(y|ies) a pattern/).count()).toBe(1);
    expect(await page.getByText('finding 1 above').count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    report = await send<DetectionReport>('GET', `/runs/${id}/detection`);
  });

  test('the truth agrees: both found, the trigger by its own columns, and cleaning helps where it was said to', async () => {
    const rows = async (version: VersionSummary) => {
      const pages = await Promise.all(
        [0, 500, 1000].map((offset) =>
          send<{ columns: string[]; rows: { row: number; label: string; values: string[] }[] }>(
            'GET',
            `/versions/${version.id}/rows?offset=${offset}&limit=500`,
          ),
        ),
      );
      return pages.flatMap((page) => page.rows);
    };
    const [before, after] = [await rows(original), await rows(twice)];
    const changedValues = after.filter(({ values }, i) => values.some((value, c) => value !== before[i]!.values[c]));
    const planted = new Set(changedValues.map(({ row }) => row));
    const flipped = new Set(after.filter(({ label }, i) => label !== before[i]!.label).map(({ row }) => row));

    const found = new Set(
      report.detectors
        .filter(({ family }) => family === 'trigger')
        .flatMap(({ findings }) => findings.flatMap((finding) => finding.rows)),
    );
    const hits = (of: Set<number>, inside: Set<number>) => [...of].filter((row) => inside.has(row)).length;
    expect(hits(planted, found) / planted.size).toBeGreaterThan(0.5);
    expect(hits(found, planted) / found.size).toBeGreaterThan(0.5);

    const labels = report.detectors.find(({ detector }) => detector === 'default')!;
    const listed = new Set(
      labels.rows
        .filter(({ flagged }) => flagged)
        .slice(0, 60)
        .map(({ row }) => row),
    );
    // Flagged labels are wrong far more often than a row is at random.
    expect(hits(listed, flipped) / listed.size).toBeGreaterThan((2 * flipped.size) / ROWS);

    const scores = new Map(report.scorecard!.attacks.map((row) => [row.attack, row]));
    expect(scores.get('bad-source')!.notPlanted).not.toBeNull();
    for (const attack of ['uniform', 'backdoor-in-range'] as const) {
      expect(scores.get(attack)!.recall!.value).toBeGreaterThan(0.4);
    }
    const { labelsUsed, outcomes, advice } = report.counterfactual!;
    expect(labelsUsed).toBe('manifest');
    const reviewed = outcomes.filter(({ mitigation }) => mitigation === 'reviewed');
    expect(reviewed).toHaveLength(2);
    const helped = outcomes.some(
      ({ mitigation, gain }) => mitigation !== 'reviewed' && gain?.shown && gain.points.value > 0,
    );
    expect(advice === 'clean').toBe(helped);
    expect(visit.faults).toEqual([]);
  });
});
