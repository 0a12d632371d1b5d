import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitBatch } from './log-batch.js';
import { LIMITS } from './limits.js';

const metric = (key: string, value = 1) => ({ key, value, timestamp: 1 });

describe('splitBatch', () => {
  test('keeps a small batch whole', () => {
    const parts = splitBatch({ params: { maxDepth: 8 }, tags: { team: 'a' }, metrics: [metric('accuracy', 0.9)] });
    expect(parts).toEqual([
      {
        params: [{ key: 'maxDepth', value: '8' }],
        tags: [{ key: 'team', value: 'a' }],
        metrics: [{ key: 'accuracy', value: 0.9, timestamp: 1, step: 0 }],
      },
    ]);
  });

  test('an empty batch needs no request', () => {
    expect(splitBatch({})).toEqual([]);
  });

  test('sends NaN and infinities by name', () => {
    const values = [Number.NaN, Infinity, -Infinity].map((value) => splitBatch({ metrics: [metric('m', value)] }));
    expect(values.map(([part]) => part!.metrics[0]!.value)).toEqual(['NaN', 'Infinity', '-Infinity']);
  });

  test('refuses what the server would cut or reject', () => {
    expect(() => splitBatch({ params: { p: 'x'.repeat(6001) } })).toThrow(/6001 characters, MLflow takes 6000/);
    expect(() => splitBatch({ tags: { t: 'x'.repeat(8001) } })).toThrow(/8000/);
    expect(() => splitBatch({ metrics: [metric('k'.repeat(251))] })).toThrow(/250/);
    expect(() => splitBatch({ metrics: [metric('loss%')] })).toThrow(/letters, digits/);
    expect(() => splitBatch({ metrics: [metric('a//b')] })).toThrow(/plain path/);
    expect(() => splitBatch({ params: { '../x': 1 } })).toThrow(/plain path/);
  });

  test('counts code points, as the server does', () => {
    expect(splitBatch({ params: { p: '😀'.repeat(6000) } })).toHaveLength(1);
  });

  test('every part keeps the limits, and together they hold everything in order', () => {
    fc.assert(
      fc.property(fc.nat(350), fc.nat(350), fc.nat(2500), fc.nat(3000), (params, tags, metrics, valueLength) => {
        const entries = (count: number, prefix: string) =>
          Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, 'v'.repeat(valueLength)]));
        const batch = {
          params: entries(params, 'p'),
          tags: entries(tags, 't'),
          metrics: Array.from({ length: metrics }, (_, i) => metric(`m${i}`)),
        };
        const parts = splitBatch(batch);
        for (const part of parts) {
          expect(part.params.length).toBeLessThanOrEqual(LIMITS.paramsPerBatch);
          expect(part.tags.length).toBeLessThanOrEqual(LIMITS.tagsPerBatch);
          expect(part.params.length + part.tags.length + part.metrics.length).toBeLessThanOrEqual(
            LIMITS.entriesPerBatch,
          );
          expect(JSON.stringify(part).length).toBeLessThan(1_000_000);
        }
        expect(parts.flatMap((part) => part.params.map(({ key }) => key))).toEqual(Object.keys(batch.params));
        expect(parts.flatMap((part) => part.tags.map(({ key }) => key))).toEqual(Object.keys(batch.tags));
        expect(parts.flatMap((part) => part.metrics.map(({ key }) => key))).toEqual(
          batch.metrics.map(({ key }) => key),
        );
      }),
      { numRuns: 20 },
    );
  });
});
