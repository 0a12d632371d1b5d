import { describe, expect, it } from '@jest/globals';
import { emptyPatch } from '@antidote/tabular';
import { applyDecisions } from './apply-decisions.js';

describe('applyDecisions', () => {
  it('makes the patch, in row order', () => {
    expect(
      applyDecisions([
        { row: 9, given: 'a', action: 'drop' },
        { row: 4, given: 'a', action: 'relabel', label: 'b' },
        { row: 2, given: 'b', action: 'keep' },
        { row: 1, given: 'b', action: 'relabel', label: 'b' },
        { row: 0, given: 'b', action: 'drop', label: null },
      ]),
    ).toEqual({ ...emptyPatch(), relabel: [{ row: 4, from: 'a', to: 'b' }], drop: [0, 9] });
    expect(applyDecisions([])).toEqual(emptyPatch());
  });

  it.each([
    [
      'conflict',
      [
        { row: 1, given: 'a', action: 'keep' },
        { row: 1, given: 'a', action: 'drop' },
      ],
    ],
    ['invalid_argument', [{ row: 1, given: 'a', action: 'relabel' }]],
    ['invalid_argument', [{ row: 1, given: 'a', action: 'relabel', label: '' }]],
    ['invalid_argument', [{ row: 1, given: 'a', action: 'burn' }]],
  ])('refuses with %s: %j', (code, decisions) => {
    expect(() => applyDecisions(decisions as never)).toThrow(expect.objectContaining({ code }));
  });
});
