import { describe, expect, it } from '@jest/globals';
import type { OnnxInput } from '@antidote/onnx-runner';
import { rowFeeds } from './row-feeds.js';

const inputs: OnnxInput[] = [
  { name: 'width', type: 'numeric' },
  { name: 'colour', type: 'category' },
];

describe('rowFeeds', () => {
  it('puts the columns in the order of the model', () => {
    const rows = [
      { colour: 'red', width: 1.5 },
      { colour: 7, width: '2e1' },
    ];
    expect(rowFeeds(inputs, rows)).toEqual([
      { name: 'width', type: 'float64', data: Float64Array.of(1.5, 20), dims: [2] },
      { name: 'colour', type: 'string', data: ['red', '7'], dims: [2] },
    ]);
    expect(rowFeeds(inputs.slice(0, 1), [{ width: 1 }])[0]!.dims).toEqual([1, 1]);
  });

  it.each([[null], [''], ['NA'], ['NaN']])('takes %j for a missing number', (width) => {
    expect(rowFeeds(inputs, [{ width, colour: null }]).map(({ data }) => data)).toEqual([Float64Array.of(NaN), ['']]);
  });

  it.each(['wide', ' ', '0x10', 'Infinity', '1e999', '1,5'])('reads %j as no number, as a CSV file does', (width) => {
    expect(() => rowFeeds(inputs, [{ width, colour: 'red' }])).toThrow(/Row 0 has .* in column "width"/);
  });

  it('names columns that are unknown and absent', () => {
    expect(() => rowFeeds(inputs, [{ width: 1, hight: 2 }])).toThrow('does not know "hight" and wants "colour"');
  });
});
