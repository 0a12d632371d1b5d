import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeArtifactPath, proxiedRoot } from './artifact-path.js';
import { MlflowLimitError } from './mlflow-error.js';

describe('encodeArtifactPath', () => {
  test('encodes each segment', () => {
    expect(encodeArtifactPath('plots/a b?.png')).toBe('plots/a%20b%3F.png');
    expect(encodeArtifactPath('100%.txt')).toBe('100%25.txt');
  });

  test.each([
    '..',
    '../x',
    'a/../b',
    'a/./b',
    '.',
    '%2e%2e/x',
    'a/%2E%2E',
    '/etc/passwd',
    'a//b',
    'a/',
    '',
    'a\\b',
    'a#b',
    'a\nb',
  ])('refuses %j', (path) => {
    expect(() => encodeArtifactPath(path)).toThrow(MlflowLimitError);
  });

  test('whatever passes stays below its folder once fetch has resolved the address', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        let encoded: string;
        try {
          encoded = encodeArtifactPath(path);
        } catch {
          return;
        }
        const url = new URL(`http://server/root/${encoded}`);
        expect(url.pathname).toBe(`/root/${encoded}`);
        expect(decodeURIComponent(url.pathname)).toBe(`/root/${path}`);
      }),
    );
  });
});

describe('proxiedRoot', () => {
  test('reads both spellings of the scheme', () => {
    expect(proxiedRoot('mlflow-artifacts:/1/models/m-1/artifacts')).toBe('1/models/m-1/artifacts');
    expect(proxiedRoot('mlflow-artifacts://host:5000/1/run/artifacts/')).toBe('1/run/artifacts');
  });

  test('refuses a store that the server does not hand on, and a way out of the root', () => {
    expect(() => proxiedRoot('s3://bucket/1')).toThrow(/--serve-artifacts/);
    expect(() => proxiedRoot('mlflow-artifacts:/1/../../x')).toThrow(MlflowLimitError);
  });
});
