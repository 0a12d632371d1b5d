import { describe, expect, it } from '@jest/globals';
import { scorePredictions } from './score-predictions.js';

describe('scorePredictions', () => {
  // The model knows b and c; a occurs among the scored rows alone, the last row has no label.
  const probabilities = Float64Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75, 0, 1);
  const truth = Int32Array.of(1, 0, 2, -1);
  const score = scorePredictions(probabilities, ['b', 'c'], truth, ['a', 'b', 'c']);

  it('misses the class that the model lacks and leaves rows without a label out', () => {
    expect(score.testRows).toBe(3);
    expect(score.metrics.accuracy).toBeCloseTo(2 / 3, 12);
    expect([...score.confusion.counts]).toEqual([0, 1, 0, 0, 1, 0, 0, 0, 1]);
    expect(score.accuracyInterval[0]).toBeLessThan(2 / 3);
    expect(score.accuracyInterval[1]).toBeGreaterThan(2 / 3);
  });

  it('scores probabilities over all classes', () => {
    // Rows: (0, .75, .25) is b, (0, .5, .5) is a, (0, .25, .75) is c.
    const brier = (0.25 ** 2 + 0.25 ** 2 + (1 + 0.5 ** 2 + 0.5 ** 2) + 0.25 ** 2 + 0.25 ** 2) / 3;
    expect(score.metrics.brierScore).toBeCloseTo(brier, 12);
  });
});
