import { expect, it } from '@jest/globals';
import { startApi } from '../../testing/start-api.js';

const signInFrom = async (trusted: string, addresses: string[]) => {
  const api = await startApi({ ANTIDOTE_TRUSTED_PROXIES: trusted });
  try {
    const statuses: number[] = [];
    for (const address of addresses) {
      const headers = { 'x-forwarded-for': address };
      const json = { login: 'nobody', password: 'guess' };
      statuses.push((await api.send('POST', '/api/v1/session', { as: null, headers, json })).status);
    }
    return statuses;
  } finally {
    await api.stop();
  }
};

const ONE = '203.0.113.1';
const TEN_FAILURES = Array.from({ length: 10 }, () => 401);

it('failed sign-ins count by the address that a trusted proxy names', async () => {
  const statuses = await signInFrom('127.0.0.0/8', [...TEN_FAILURES.map(() => ONE), ONE, '203.0.113.2']);
  expect(statuses).toEqual([...TEN_FAILURES, 429, 401]);
});

it('what anybody else says of their address counts for nothing', async () => {
  const statuses = await signInFrom('10.0.0.1', [...TEN_FAILURES.map(() => ONE), '203.0.113.2']);
  expect(statuses).toEqual([...TEN_FAILURES, 429]);
});
