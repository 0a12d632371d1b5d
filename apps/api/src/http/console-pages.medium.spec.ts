import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type TestApi } from '../../testing/start-api.js';

let folder: string;
let api: TestApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Antidote</title>');
  await writeFile(join(folder, 'assets/index-abc.js'), 'export {};');
  api = await startApi({}, { consoleFolder: folder });
});

afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true });
});

const open = (path: string, accept = 'text/html,application/xhtml+xml,*/*;q=0.8') =>
  api.send('GET', path, { headers: { accept } });

describe('the console', () => {
  it.each(['/', '/datasets', '/reviews/7/work?item=3', '/datasets/iris/v/abc.def'])('opens at %s', async (path) => {
    const page = await open(path);
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
    expect(page.body).toContain('<title>Antidote</title>');
  });

  it('keeps files whose names hold their hash', async () => {
    const script = await open('/assets/index-abc.js', '*/*');
    expect(script).toMatchObject({ status: 200, body: 'export {};' });
    expect(script.headers['cache-control']).toMatch(/immutable/);
  });

  it('is no answer for the API, for a missing file, for another method or for a way out of its folder', async () => {
    expect(await open('/api/v1/none')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await open('/metrics/none')).toMatchObject({ status: 404 });
    expect(await open('/assets/none.js', '*/*')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await api.send('POST', '/datasets', { json: {} })).toMatchObject({ status: 404 });
    const outside = await open('/assets/..%2f..%2f..%2fetc/passwd', '*/*');
    expect(outside.status).toBeGreaterThanOrEqual(400);
    expect(outside.status).toBeLessThan(500);
  });
});
