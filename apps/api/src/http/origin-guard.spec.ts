import { describe, expect, it } from '@jest/globals';
import { OriginGuard } from './origin-guard.js';

const check = (publicUrl: string | null, method: string, headers: Record<string, string>) => () =>
  new OriginGuard({ host: '127.0.0.1', publicUrl }).check({ method, headers });

describe('OriginGuard', () => {
  it('lets loopback names read and their own pages write', () => {
    for (const host of ['localhost:4100', '127.0.0.1:4100', '[::1]:4100']) {
      expect(check(null, 'GET', { host })).not.toThrow();
      expect(check(null, 'POST', { host, origin: `http://${host}` })).not.toThrow();
    }
  });

  it('refuses another port, another name and no name at all', () => {
    const host = 'localhost:4100';
    expect(check(null, 'POST', { host, origin: 'http://localhost:4101' })).toThrow(/may not change/);
    expect(check(null, 'DELETE', { host, origin: 'http://127.0.0.1:4100' })).toThrow(/may not change/);
    expect(check(null, 'GET', { host: 'rebound.example:4100' })).toThrow(/not served here/);
    expect(check(null, 'GET', {})).toThrow(/not served here/);
  });

  it('knows the public address behind a proxy', () => {
    const headers = { host: 'antidote.example', origin: 'https://antidote.example' };
    expect(check('https://antidote.example', 'POST', headers)).not.toThrow();
    expect(check('https://antidote.example', 'POST', { ...headers, origin: 'https://other.example' })).toThrow();
  });
});
