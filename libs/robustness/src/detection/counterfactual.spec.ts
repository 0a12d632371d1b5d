import { describe, expect, it } from '@jest/globals';
import { Random, type Table } from '@antidote/tabular';
import { counterfactualAdvice } from './counterfactual-advice.js';
import { compareCleaning } from './counterfactual.js';

const ROWS = 120;

/** Two groups of rows that lie apart; every sixth label is wrong where asked. */
function tables(): { poisoned: Table; truth: Int32Array } {
  const random = new Random(5);
  const truth = Int32Array.from({ length: ROWS }, (_, row) => row % 2);
  const near = (offset: number) => Float64Array.from(truth, (code) => offset * code + random.uniform());
  const poisoned: Table = {
    rowCount: ROWS,
    rowIds: Uint32Array.from(truth, (_, row) => row),
    features: [
      { kind: 'numeric', name: 'x', values: near(2) },
      { kind: 'numeric', name: 'y', values: near(1) },
    ],
    target: { name: 'label', codes: truth.map((code, row) => (row % 6 < 1 ? 1 - code : code)), classes: ['a', 'b'] },
  };
  return { poisoned, truth };
}

describe('compareCleaning', () => {
  const { poisoned, truth } = tables();

  it('finds that leaving wrong labels out helps a tree, scored by the truth', () => {
    const result = compareCleaning(poisoned, { labelsUsed: 'manifest', codes: truth }, { seed: 1, repeats: 5 });
    expect(result).toMatchObject({ labelsUsed: 'manifest', repeats: 5, trainRows: 84, testRows: 36, advice: 'clean' });
    const tree = result.outcomes.filter(({ model }) => model === 'decision-tree');
    expect(tree.map(({ mitigation }) => mitigation)).toEqual([null, 'pruned', 'relabelled', 'reweighted', 'reviewed']);
    expect(tree[0]!.gain).toBeNull();
    expect(tree[1]!.gain!.shown).toBe(true);
    expect(tree[1]!.gain!.points.value).toBeCloseTo(100 * (tree[1]!.accuracy.value - tree[0]!.accuracy.value), 9);
  });

  it('tells nothing of a review where the truth is not known, and warns of labels as given', () => {
    const result = compareCleaning(poisoned, null, { seed: 1, repeats: 2 });
    expect(result.labelsUsed).toBe('as-given');
    expect(result.outcomes.some(({ mitigation }) => mitigation === 'reviewed')).toBe(false);
    expect(result.limits.join(' ')).toMatch(/as given.*Only 2 repeats/s);
  });

  it('scores on a trusted table, whose own class nobody predicts', () => {
    const trusted: Table = { ...poisoned, target: { ...poisoned.target, classes: ['b', 'c'], codes: truth } };
    const result = compareCleaning(poisoned, { labelsUsed: 'trusted', table: trusted }, { seed: 1, repeats: 2 });
    // Half of the rows bear c, which is never predicted; the others bear b and look like a.
    expect(result).toMatchObject({ testRows: ROWS, trainRows: 84 });
    expect(Math.max(...result.outcomes.map(({ accuracy }) => accuracy.value))).toBeLessThan(0.5);
  });
});

describe('counterfactualAdvice', () => {
  const outcome = (mitigation: 'pruned' | 'reviewed' | null, value: number, shown = true) => ({
    model: 'random-forest' as const,
    mitigation,
    accuracy: { value: 0.8, low: 0.7, high: 0.9 },
    recall: [],
    gain: mitigation && { points: { value, low: value - 1, high: value + 1 }, shown },
  });
  const advice = (...outcomes: ReturnType<typeof outcome>[]) =>
    counterfactualAdvice({ labelsUsed: 'manifest', repeats: 5, trainRows: 70, testRows: 30, flaggedRows: 5, outcomes });

  it('says not to clean where cleaning hurts', () => {
    expect(advice(outcome(null, 0), outcome('pruned', -3.2))).toMatchObject({
      advice: 'do-not-clean',
      sentence: 'Do not clean by the flags alone. Leaving the flagged rows out costs the forest 3.2 points.',
    });
  });

  it('claims nothing that is not shown', () => {
    expect(advice(outcome('pruned', 3, false)).advice).toBe('no-difference-shown');
    expect(advice(outcome('pruned', 3)).advice).toBe('clean');
    expect(advice(outcome('reviewed', 3)).sentence).toMatch(/^Only a review helps/);
  });
});
