import { describe, expect, it } from '@jest/globals';
import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { foldChains } from './fold-chains.js';
import { reach } from './reach.js';

const node = (id: string): LineageNode => ({
  id,
  type: 'version',
  dataset: 'churn',
  label: 'original',
  state: null,
  digest: null,
  at: '2026-11-21T08:00:00Z',
  by: 'ana',
});
const edges = (text: string): LineageEdge[] =>
  text.split(' ').map((pair) => ({ from: pair[0]!, to: pair[1]!, relation: 'input' }));
const fold = (ids: string, links: string, keep: string[] = []) =>
  foldChains([...ids].map(node), edges(links), new Set(keep));
const shape = ({ boxes, links }: ReturnType<typeof foldChains>) => ({
  boxes: boxes.map((box) => box.nodes.map(({ id }) => id).join('')),
  links: links.map(({ from, to }) => from + to),
});

describe('foldChains', () => {
  it('folds three or more things in a row that have no branches, and never the ends', () => {
    expect(shape(fold('abcde', 'ab bc cd de'))).toEqual({ boxes: ['a', 'bcd', 'e'], links: ['ab', 'be'] });
    expect(shape(fold('abcd', 'ab bc cd'))).toEqual({ boxes: ['a', 'b', 'c', 'd'], links: ['ab', 'bc', 'cd'] });
  });

  it('leaves alone what branches, what is in focus and what was opened', () => {
    expect(shape(fold('abcdef', 'ab bc cd de cf')).boxes).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(shape(fold('abcde', 'ab bc cd de', ['c'])).boxes).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(shape(fold('abcdefgh', 'ab bc cd de ef fg gh', ['b', 'c'])).boxes).toEqual(['a', 'b', 'c', 'defg', 'h']);
  });

  it('keeps every thing in exactly one box', () => {
    const { boxes } = shape(fold('abcdefgh', 'ab bc cd de ah hg ge ef'));
    expect([...boxes.join('')].sort().join('')).toBe('abcdefgh');
  });
});

describe('reach', () => {
  it('follows both ways over any number of steps', () => {
    const some = edges('ab bc bd xb');
    expect([...reach(some, 'b', 'down')].sort()).toEqual(['b', 'c', 'd']);
    expect([...reach(some, 'c', 'up')].sort()).toEqual(['a', 'b', 'c', 'x']);
  });
});
