/**
 * A data team's story from the command line alone: churn from three suppliers, one of whom says the opposite of the
 * truth. A trusted set is sealed, a model trained on the data serves; then the supplier is recalled, the version without
 * it built and trained on, the recall taken back; two people's rows are erased, and the data sheet tells all of it.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAntidote } from './cli/run-antidote.js';

const ROOT = join(import.meta.dirname, '..');
const DATASET = 'churn-cli';
const MODEL = 'churn-cli-tree';
const ROWS = 900;

/** Whatever a document holds: each step says what it expects. */
type Json = ReturnType<typeof JSON.parse>;

describe('a source that turns out bad, from the command line', () => {
  let folder: string;
  let truth: string[];
  let original = '';
  let cleaned = '';
  let served = '';
  let accuracy = 0;
  let recall = '';
  let broken: string | undefined;

  /** A step of the story: not tried once a step before it failed. */
  const step = (name: string, run: () => Promise<void>) =>
    test(name, async () => {
      if (broken) throw new Error(`not tried, as "${broken}" failed`);
      broken = name;
      await run();
      broken = undefined;
    });
  const run = (...args: string[]) =>
    runAntidote(folder, args, {
      ANTIDOTE_API_URL: process.env.ANTIDOTE_API_URL!,
      ANTIDOTE_API_KEY: process.env.ANTIDOTE_API_KEY!,
    });
  /** The document that a command prints with `--json`. */
  async function antidote(...args: string[]): Promise<Json> {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toEqual({ args, code: 0, stderr: '' });
    return JSON.parse(stdout) as Json;
  }
  async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const authorization = `Bearer ${process.env.ANTIDOTE_API_KEY}`;
    const response = await fetch(`${process.env.ANTIDOTE_API_URL}/api/v1${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }
  async function finished(request: unknown): Promise<Json> {
    let current = await send('POST', '/runs', request);
    while (['queued', 'running'].includes(current['state'])) current = await send('GET', `/runs/${current['id']}`);
    expect(current).toMatchObject({ state: 'succeeded' });
    return current;
  }
  /** What this story is not about: people keep every suspicious label, and a study is made of the tree. */
  async function reviewAndStudy(versionId: string): Promise<string> {
    const { outputReviewId } = await finished({ kind: 'find-label-issues', versionId, seed: 42 });
    const { items } = await send('GET', `/reviews/${outputReviewId}/items?limit=500`);
    for (const { id, revision } of items) {
      const path = `/reviews/${outputReviewId}/items/${id}/decision`;
      await send('PUT', path, { action: 'keep' }, { 'if-match': `"${revision}"` });
    }
    await antidote('review', 'finish', outputReviewId);
    const { outputVersionId } = await antidote('review', 'apply', outputReviewId);
    const spec = { levels: [0, 10], models: ['decision-tree'], attacks: ['uniform'], seeds: 5, seed: 42 };
    await finished({ kind: 'study', versionId: outputVersionId, spec });
    return outputVersionId as string;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-team-cli-'));
    const text = await readFile(join(ROOT, 'data/wa_churn.csv'), 'utf8');
    const [header, ...lines] = text.trim().split(/\r?\n/, ROWS + 1);
    truth = lines.map((line) => line.split(',').at(-1)!);
    const rows = lines.map((line, row) => {
      const supplier = `supplier-${'abc'[row % 3]}`;
      const label = supplier === 'supplier-b' ? opposite(truth[row]!) : truth[row]!;
      return `${line.slice(0, line.lastIndexOf(','))},${label},${supplier}`;
    });
    await writeFile(join(folder, 'churn.csv'), [`${header},supplier`, ...rows, ''].join('\n'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  step('the file is registered; validation says beforehand which supplier is odd', async () => {
    const { stdout } = await run('data', 'validate', 'churn.csv', '--source', 'supplier');
    expect(stdout).toMatch(/Source "supplier-b" behaves unlike the others/);
    const added = await antidote('data', 'add', 'churn.csv', '--name', DATASET, '--source', 'supplier');
    original = added['latest'].id;
    expect(added['latest']).toMatchObject({ rows: ROWS, target: 'label' });
    expect(await antidote('data', 'validate', DATASET)).toMatchObject({ versionId: original, quarantined: false });
    expect((await antidote('data', 'validate', DATASET, '--propose'))['label'].classes).toEqual(['No', 'Yes']);
    const neither = await run('data', 'validate', `no-${DATASET}`);
    expect(neither).toMatchObject({ code: 2, stderr: expect.stringContaining(`there is no file no-${DATASET}; as a`) });
  });

  step('two people label a trusted set, which is sealed once a final word is given', async () => {
    const { id } = await antidote('data', 'trusted', 'draw', original, '--size', '150', '--seed', '3');
    await antidote('data', 'trusted', 'export', id, '--out', 'rows.csv');
    const rows = (await readFile(join(folder, 'rows.csv'), 'utf8'))
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => Number(line.split(',')[0]));
    for (const [reviewer, mistaken] of [['ada', -1] as const, ['grace', rows[7]!] as const]) {
      const labels = rows.map((row) => `${row},${row === mistaken ? opposite(truth[row]!) : truth[row]}`);
      await writeFile(join(folder, `${reviewer}.csv`), ['row,label', ...labels, ''].join('\n'));
      await antidote('data', 'trusted', 'label', id, '--reviewer', reviewer, '--labels', `${reviewer}.csv`);
    }
    const early = await run('data', 'trusted', 'seal', id);
    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining(`differ on row ${rows[7]};`) });
    await antidote('data', 'trusted', 'adjudicate', id, '--final', `${rows[7]}=${truth[rows[7]!]}`);
    expect(await antidote('data', 'trusted', 'seal', id)).toMatchObject({ state: 'sealed', size: 150 });
  });

  step('a copy is poisoned, and a tree trained on the reviewed data goes to staging', async () => {
    const poisoned = await antidote('data', 'poison', original, '--percent', '10', '--seed', '7');
    expect(poisoned).toMatchObject({ kind: 'poisoned', changedLabels: ROWS / 10 });
    cleaned = await reviewAndStudy(original);
    const model = await antidote('model', 'train', cleaned, '--param', 'maxDepth=4');
    expect(model).toMatchObject({ labelsUsed: 'trusted', testRows: 150 });
    [served, accuracy] = [model['id'], model['metrics'].accuracy];
    const reason = 'The first that holds under poison.';
    const promoted = await antidote('model', 'promote', served, '--registered_model', MODEL, '--reason', reason);
    expect(promoted).toMatchObject({ state: 'live', alias: 'staging' });
  });

  step('impact lists what the supplier touched, with the alias that serves it', async () => {
    const impact = await antidote('data', 'impact', '--dataset', DATASET, '--source', 'supplier-b');
    expect(impact['versions'].map(({ label, rows }: Json) => [label, rows]).sort()).toEqual([
      ['cleaned', ROWS / 3],
      ['original', ROWS / 3],
      ['poisoned', ROWS / 3],
    ]);
    expect(impact['models'].map(({ id }: Json) => id)).toEqual([served]);
    expect(impact['aliases']).toMatchObject([{ registeredModel: MODEL, alias: 'staging', until: null }]);
  });

  step(
    'a recall is tried first, then opened: the alias is frozen, the sound version built and trained on',
    async () => {
      const subject = ['--dataset', DATASET, '--source', 'supplier-b'];
      const plan = await antidote('data', 'recall', ...subject, '--dry_run');
      expect([plan['freezes'], plan['proposals']].map((list) => list.length)).toEqual([1, 1]);
      expect((await run('data', 'recall', ...subject)).code).toBe(2);
      recall = (await antidote('data', 'recall', ...subject, '--reason', 'Supplier b guessed its labels.'))['id'];

      const again = ['--registered_model', MODEL, '--alias', 'champion', '--reason', 'We want it out all the same.'];
      const refused = await run('model', 'promote', served, ...again);
      expect(refused.code).toBe(1);
      expect(refused.stdout).toMatch(/block +recalled-data: .*Supplier b guessed its labels/);

      const { replacements, proposals } = await antidote('data', 'rollback', recall, '--retrain');
      const { versionId } = replacements.find(({ affectedVersionId }: Json) => affectedVersionId === cleaned);
      const { versions } = await antidote('data', 'log', DATASET);
      expect(versions.find(({ id }: Json) => id === versionId)).toMatchObject({
        kind: 'filtered',
        rows: (2 * ROWS) / 3,
      });
      const retrained = await send('GET', `/runs/${proposals[0].runId}`);
      const sound = await send('GET', `/models/${retrained['outputModelId']}`);
      expect(sound).toMatchObject({ versionId, labelsUsed: 'trusted', testRows: 150 });
      expect(sound['metrics'].accuracy).toBeGreaterThan(accuracy);
      const diff = await antidote('data', 'diff', original, versionId);
      expect(diff).toMatchObject({ changedLabels: 0, dropped: { total: ROWS / 3 } });
    },
  );

  step('the recall is lifted with a reason', async () => {
    const lifted = await antidote('data', 'recall', '--lift', recall, '--reason', 'It was a drill, and all is well.');
    expect(lifted).toMatchObject({ state: 'lifted', liftReason: 'It was a drill, and all is well.' });
  });

  step('two rows are erased in every version; the data sheet and verification tell of it', async () => {
    const erase = ['data', 'erase', original, '--rows', '4,5', '--reason', 'The people asked for it.'];
    const planned = await antidote(...erase, '--dry_run');
    const erased = await antidote(...erase);
    expect(erased['destroyedBlobs']).toBe(planned['destroyedBlobs']);
    expect(erased['tombstones'].map(({ row }: Json) => row)).toEqual([4, 5]);
    expect(await run(...erase)).toMatchObject({ code: 2 });
    expect((await run('data', 'verify', original)).code).toBe(1);
    const { stdout } = await run('data', 'sheet', original);
    expect(stdout).toContain('The values of 2 rows were erased');
    expect(stdout).toContain('supplier-b');
    const retention = await antidote('data', 'retention', DATASET, '--days', '30', '--dry_run');
    expect(retention).toMatchObject({ days: 30, setAt: null, due: [] });
  });
});

const opposite = (label: string): string => (label === 'Yes' ? 'No' : 'Yes');
