import { describe, expect, it } from '@jest/globals';
import type { ReviewItemDetail } from '@antidote/contracts';
import { fieldLines, filterLines, place, shownClasses, stripEnds } from './row-reading.js';

const byClass = (label: string) => ({
  label,
  quantiles: [1, 2, 3, 4, 5] as [number, number, number, number, number],
  share: null,
});
const column = (name: string, value: string, unusual = false) => ({
  name,
  type: 'numeric' as const,
  value,
  unusual,
  byClass: ['a', 'b', 'c', 'd', 'e'].map(byClass),
});

const detail = {
  columns: [column('petal length', '1.4'), column('petal width', '0.2'), column('sepal width', '3.5', true)],
  nearestSame: [{ row: 1, label: 'a', values: ['1.4', '0.2', '3.5'] }],
  nearestOther: [{ row: 2, label: 'b', values: ['4.7', '0.2', '3.5'] }],
} as unknown as ReviewItemDetail;

describe('reading a row', () => {
  it('marks what differs: another value beside it, or an unusual one', () => {
    const lines = fieldLines(detail);
    expect(lines.map((line) => line.differs)).toEqual([true, false, true]);
    expect(lines[0]?.other).toEqual(['4.7']);
    expect(filterLines(lines, '', true).map((line) => line.column.name)).toEqual(['petal length', 'sepal width']);
    expect(filterLines(lines, 'PETAL', false)).toHaveLength(2);
  });

  it('shows the given and the suggested class when there are many', () => {
    expect(shownClasses(detail.columns[0]!, 'e', 'b').map((item) => item.label)).toEqual(['b', 'e']);
  });

  it('places values on one scale for all classes, the row itself included', () => {
    expect(stripEnds([byClass('a')], 9)).toEqual([1, 9]);
    expect(stripEnds([byClass('a')], Number.NaN)).toEqual([1, 5]);
    expect(place(3, 1, 9)).toBe(25);
    expect(place(3, 3, 3)).toBe(50);
  });
});
