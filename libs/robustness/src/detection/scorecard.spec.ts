import { describe, expect, it } from '@jest/globals';
import { Random, type Table } from '@antidote/tabular';
import { plantCanaries } from './scorecard.js';

/** Two groups of rows, well apart in both numbers. */
function table(rows = 90): Table {
  const random = new Random(3);
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const near = (offset: number) => Float64Array.from(codes, (code) => offset * code + random.uniform());
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(codes, (_, row) => row),
    features: [
      { kind: 'numeric', name: 'x', values: near(4) },
      { kind: 'numeric', name: 'y', values: near(3) },
    ],
    target: { name: 'label', codes, classes: ['a', 'b'] },
  };
}

describe('plantCanaries', () => {
  const card = plantCanaries(table(), { seed: 1, repeats: 2, percent: 5 });
  const of = (attack: string) => card.attacks.find((row) => row.attack === attack)!;

  it('counts what was planted and sees random flips of classes that lie apart', () => {
    expect(card).toMatchObject({ percent: 5, repeats: 2, rows: 90 });
    // 5 % of 90 rows is 4.5, hence 5; twice.
    expect(of('uniform')).toMatchObject({ planted: 10, family: 'label', notPlanted: null });
    expect(of('uniform').recall!.value).toBeGreaterThanOrEqual(0.7);
    expect(of('outlier-injection').sights.map(({ family }) => family)).toEqual(['label', 'outlier']);
  });

  it('keeps every share in [0, 1] within its interval', () => {
    for (const { recall, sights } of card.attacks) {
      for (const share of [recall, ...sights.flatMap((sight) => [sight.recall, sight.precision])]) {
        if (share === null) continue;
        expect(0 <= share.low && share.low <= share.value && share.value <= share.high && share.high <= 1).toBe(true);
      }
    }
  });

  it('says why an attack could not be planted, and of rows that round to none', () => {
    expect(of('bad-source')).toMatchObject({ planted: 0, recall: null, sights: [] });
    expect(of('bad-source').notPlanted).toMatch(/source column/);
    const none = plantCanaries(table(), { seed: 1, repeats: 1, percent: 0.1 });
    expect(none.attacks[0]!.notPlanted).toBe('0.1% of 90 rows round to none');
  });

  it('repeats itself, and samples a large table', () => {
    const options = { seed: 1, repeats: 1, maxRows: 60 };
    expect(plantCanaries(table(), options)).toEqual(plantCanaries(table(), options));
    expect(plantCanaries(table(), options).rows).toBe(60);
  });
});
