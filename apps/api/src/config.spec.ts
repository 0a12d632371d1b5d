import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const ENOUGH = { DATABASE_URL: 'postgresql://db.test/antidote', MLFLOW_TRACKING_URI: 'http://mlflow.test:5000' };

describe('readConfig', () => {
  it('needs the two addresses and has a default for the rest', () => {
    expect(readConfig(ENOUGH)).toMatchObject({ port: 4100, host: '127.0.0.1', publicUrl: null, trustedProxies: [] });
  });

  it('takes addresses and ranges of proxies', () => {
    const config = readConfig({ ...ENOUGH, ANTIDOTE_TRUSTED_PROXIES: '10.0.0.1, 172.16.0.0/12,fd00::/8' });
    expect(config.trustedProxies).toEqual(['10.0.0.1', '172.16.0.0/12', 'fd00::/8']);
  });

  it.each(['proxy', '10.0.0.1,', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8'])('refuses %j as proxies', (text) => {
    expect(() => readConfig({ ...ENOUGH, ANTIDOTE_TRUSTED_PROXIES: text })).toThrow(/ANTIDOTE_TRUSTED_PROXIES: wanted/);
  });

  it('names every variable that is missing or wrong', () => {
    expect(() => readConfig({ MLFLOW_TRACKING_URI: 'mlflow', ANTIDOTE_API_PORT: '99999' })).toThrow(
      /DATABASE_URL.*MLFLOW_TRACKING_URI.*ANTIDOTE_API_PORT/,
    );
  });
});
