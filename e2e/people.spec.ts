/**
 * A second person comes to the workspace: invited from the command line, signs in by the link, sets a password, works
 * from another machine with a key of their own, and is disabled. What they did stays in the log.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAntidote } from './cli/run-antidote.js';
import { accessibilityFaults, openBrowser, openSignedIn, type Visit } from './story/open-browser.js';

const LOGIN = 'ada@example.org';
const PASSWORD = 'correct horse battery';

describe('a second person', () => {
  const at = (path: string) => `${process.env.ANTIDOTE_API_URL}${path}`;
  let ours: string;
  let theirs: string;
  let admin: Visit;
  let ada: Visit;
  let invitation = '';

  /** The admin's command line, and that of Ada's machine, which knows the server's address alone. */
  const asAdmin = (...args: string[]) =>
    runAntidote(ours, args, {
      ANTIDOTE_API_URL: process.env.ANTIDOTE_API_URL!,
      ANTIDOTE_API_KEY: process.env.ANTIDOTE_API_KEY!,
    });
  const asAda = (args: string[], stdin = '') =>
    runAntidote(theirs, args, { ANTIDOTE_API_URL: process.env.ANTIDOTE_API_URL! }, stdin);

  beforeAll(async () => {
    [ours, theirs] = await Promise.all(['ours-', 'theirs-'].map((name) => mkdtemp(join(tmpdir(), name))));
    [admin, ada] = [await openSignedIn(), await openBrowser()];
  });
  afterAll(async () => {
    await Promise.all([admin, ada].map((visit) => visit?.browser.close()));
    await Promise.all([ours, theirs].map((folder) => rm(folder, { recursive: true, force: true })));
  });

  test('is nobody before: the console asks to sign in, the command line says how', async () => {
    await ada.page.goto(at('/models'));
    await ada.page.waitForURL(/\/sign-in\?next=%2Fmodels/);
    expect(await accessibilityFaults(ada.page)).toEqual([]);
    const { code, stderr } = await asAda(['data', 'list']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Nobody is signed in; .*antidote login/);
  });

  test('is invited from the command line', async () => {
    const { code, stdout } = await asAdmin('people', 'add', LOGIN, '--name', 'Ada L.', '--role', 'data', '--json');
    expect(code).toBe(0);
    const added = JSON.parse(stdout);
    expect(added.person).toMatchObject({ login: LOGIN, role: 'data', kind: 'person' });
    invitation = added.url;
    expect(invitation.startsWith(at('/sign-in#'))).toBe(true);
  });

  test('opens the link, which leaves no trace in the address, and sets a password', async () => {
    const { page } = ada;
    await page.goto(invitation);
    await page.waitForURL((url) => url.pathname === '/');
    await page.getByRole('link', { name: 'Ada L.' }).click();
    await page.getByText('A team works here').waitFor();
    await page.getByLabel('New password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Set the password' }).click();
    await page.getByText('The password is set.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.getByRole('button', { name: 'Add an account' }).count()).toBe(0);
  });

  test('cannot use the link again', async () => {
    const other = await openBrowser();
    try {
      await other.page.goto(invitation);
      await other.page.getByText(/This sign-in link was used/).waitFor();
      expect(other.page.url()).toBe(at('/sign-in'));
    } finally {
      await other.browser.close();
    }
  });

  test('signs in by password on another machine, which keeps a key that nobody else may read', async () => {
    const wrong = await asAda(['login', '--user', LOGIN], 'not the password\n');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/do not belong together/) });
    const { code, stdout } = await asAda(['login', '--user', LOGIN], `${PASSWORD}\n`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/signed in as ada@example\.org \(data\)/);
    const file = join(theirs, 'credentials.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain(Object.values(JSON.parse(await readFile(file, 'utf8')))[0]);
    expect((await asAda(['data', 'list'])).code).toBe(0);
    const refused = await asAda(['people', 'add', 'eve']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/role data lacks people:write/) });
  });

  test('makes a key in the console, which shows it once', async () => {
    const { page } = ada;
    await page.goto(at('/settings'));
    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('What is it for?').fill('notebook');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Make the key' }).click();
    const secret = await page.getByRole('button', { name: /copy the API key/ }).getAttribute('title');
    const asKey = { headers: { authorization: `Bearer ${secret}` } };
    expect((await fetch(at('/api/v1/datasets'), asKey)).status).toBe(200);
    expect((await fetch(at('/api/v1/runs'), { method: 'POST', ...asKey })).status).toBe(403);
    await page.keyboard.press('Escape');
  });

  test('is disabled by the admin, and signed out at the next thing asked', async () => {
    const { page } = admin;
    await page.goto(at('/settings'));
    const row = page.locator('tr', { hasText: LOGIN });
    await row.getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Disabled').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await ada.page.getByRole('link', { name: 'Models' }).click();
    await ada.page.waitForURL(/\/sign-in/);
    expect(await asAda(['data', 'list'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/was revoked/) });
  });

  test('stays in the log, in the console and as a file', async () => {
    const { page } = admin;
    await page.goto(at(`/log?actor=${encodeURIComponent(LOGIN)}`));
    await page.getByText('account.password-set').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const { code, stdout } = await asAdmin('audit', 'export', '--actor', LOGIN, '--csv');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^at,actor,actorId,via,/);
    expect(stdout).toMatch(/,session,account\.password-set,account,/);
    const { events } = JSON.parse((await asAdmin('audit', 'export', '--action', 'account.changed', '--json')).stdout);
    expect(events[0]).toMatchObject({ before: { disabled: false }, after: { disabled: true } });
  });

  test('the admin signs out, and is asked to sign in again', async () => {
    const { page } = admin;
    await page.goto(at('/settings'));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(at('/sign-in'));
    await page.goto(at('/datasets'));
    await page.waitForURL(/\/sign-in\?next=%2Fdatasets/);
  });

  test('no page had a script error or met the security policy', () => {
    const faults = [...admin.faults, ...ada.faults].filter((fault) => !/status of 401/.test(fault));
    expect(faults).toEqual([]);
  });
});
