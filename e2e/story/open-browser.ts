import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../tools/stack/chromium.mjs';

/** The header of the first account's key, for requests past the browser. */
export const authorization = (): { authorization: string } => ({
  authorization: `Bearer ${process.env.ANTIDOTE_API_KEY}`,
});

/** A page of a real browser that keeps what went wrong on it: script errors, and what the security policy refused. */
export interface Visit {
  browser: Browser;
  page: Page;
  faults: string[];
}

/** Opens the browser and signs in as the first account, by a link that works once. */
export async function openSignedIn(): Promise<Visit> {
  const visit = await openBrowser();
  const api = process.env.ANTIDOTE_API_URL;
  const made = await fetch(`${api}/api/v1/account/sign-in-links`, { method: 'POST', headers: authorization() });
  const { path } = (await made.json()) as { path: string };
  await visit.page.goto(`${api}${path}`);
  await visit.page.waitForURL((url) => url.pathname === '/');
  return visit;
}

/** @throws Error when there is no Chromium on the machine */
export async function openBrowser(): Promise<Visit> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium found: run `node tools/setup.mjs --test`, or set CHROMIUM_PATH');
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...quiet, '--disable-component-update', '--disable-sync'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  // The test's own limit is the first to be reached: what is waited for comes late on a busy machine.
  page.setDefaultTimeout(120_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return { browser, page, faults };
}

/** What axe finds serious or worse on the page as it stands. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
