import { describe, expect, it } from '@jest/globals';
import { categoryOrder } from './category-order.js';

/** Rows of a bin by class: `[3, 1]` are three rows of class 0 and one of class 1. */
function rowsOf(counts: Record<number, number[]>) {
  const bins: number[] = [];
  const labels: number[] = [];
  for (const [bin, ofClass] of Object.entries(counts)) {
    ofClass.forEach((count, label) => {
      for (let i = 0; i < count; i++) {
        bins.push(Number(bin));
        labels.push(label);
      }
    });
  }
  return { bins: Uint8Array.from(bins), labels: Int32Array.from(labels) };
}

const present = (order: Int32Array, count: number) => {
  const first = Array.from(order.subarray(0, count));
  return first[0]! < first[count - 1]! ? first : first.reverse();
};

describe('the order of categories', () => {
  it('is that of the share of a class when there are two', () => {
    // Shares of class 1: bin 0 .5, bin 1 .25, bin 2 1, bin 3 .75.
    const { bins, labels } = rowsOf({ 0: [2, 2], 1: [3, 1], 2: [0, 4], 3: [1, 3] });
    expect(present(categoryOrder(bins, labels, null, 2), 4)).toEqual([1, 0, 3, 2]);
  });

  it('puts bins with like labels side by side when there are several, missing ones too', () => {
    // From class 0 over class 1 to class 2.
    const { bins, labels } = rowsOf({ 0: [9, 1, 0], 4: [0, 5, 5], 9: [6, 4, 0], 255: [0, 1, 9] });
    expect(present(categoryOrder(bins, labels, null, 3), 4)).toEqual([0, 9, 4, 255]);
  });

  it('weighs rows as if they were repeated', () => {
    const { bins, labels } = rowsOf({ 0: [1, 1, 0], 1: [0, 1, 1], 2: [1, 0, 1] });
    const weights = Float64Array.of(4, 1, 2, 3, 1, 5);
    const repeated = rowsOf({ 0: [4, 1, 0], 1: [0, 2, 3], 2: [1, 0, 5] });
    expect(categoryOrder(bins, labels, weights, 3)).toEqual(categoryOrder(repeated.bins, repeated.labels, null, 3));
  });

  it('is that of the bins where all have the same labels', () => {
    const { bins, labels } = rowsOf({ 2: [1, 1], 7: [1, 1] });
    const order = categoryOrder(bins, labels, null, 2);
    expect(Array.from(order.subarray(0, 2))).toEqual([2, 7]);
    expect(new Set(order).size).toBe(256);
  });
});
