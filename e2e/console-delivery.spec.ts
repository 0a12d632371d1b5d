/** How the console reaches a browser: compressed, kept by its name, and under deep links. */
import { describe, expect, test } from '@jest/globals';

const at = (path: string) => `${process.env.ANTIDOTE_API_URL}${path}`;
const html = { accept: 'text/html' };

describe('the console', () => {
  test.each(['/', '/datasets', '/reviews/any/work'])('answers its page at %s', async (path) => {
    const response = await fetch(at(path), { headers: html });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toMatch(/style-src 'self'(;|$)/);
    expect(await response.text()).toContain('<div id="root">');
  });

  test('answers HEAD as it answers GET', async () => {
    expect((await fetch(at('/datasets'), { method: 'HEAD', headers: html })).status).toBe(200);
  });

  test.each(['br', 'gzip'])('sends scripts as %s, to be kept for good', async (encoding) => {
    const page = await (await fetch(at('/'), { headers: html })).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    const response = await fetch(at(script), { headers: { 'accept-encoding': encoding } });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('content-type')).toMatch(/javascript/);
    expect(response.headers.get('cache-control')).toMatch(/immutable/);
    expect(await response.text()).toContain('import');
  });

  test('tells what is wrong with an address of the API in problem+json', async () => {
    const response = await fetch(at('/api/v1/nothing'), { headers: html });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });
});
