import { describe, expect, it } from '@jest/globals';
import type { LineageNode } from '@antidote/contracts';
import type { BoxGraph } from './fold-chains.js';
import { BOX, lineageLayout, smooth } from './lineage-layout.js';

const graph = (ids: string[], links: [string, string][]): BoxGraph => ({
  boxes: ids.map((id) => ({ id, nodes: [] as LineageNode[] })),
  links: links.map(([from, to]) => ({ from, to })),
});

describe('lineageLayout', () => {
  it('stands each box right of all that flowed into it, and none upon another', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const links: [string, string][] = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ];
    const { boxes, width, height } = lineageLayout(graph(ids, links));
    for (const [from, to] of links) expect(boxes.get(to)!.x).toBeGreaterThanOrEqual(boxes.get(from)!.x + BOX.width);
    expect(Math.abs(boxes.get('b')!.y - boxes.get('c')!.y)).toBeGreaterThanOrEqual(BOX.height);
    for (const { x, y } of boxes.values()) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + BOX.width).toBeLessThanOrEqual(width);
      expect(y + BOX.height).toBeLessThanOrEqual(height);
    }
  });

  it('draws each link from the right edge of one box to the left edge of the other', () => {
    const { boxes, links } = lineageLayout(graph(['a', 'b'], [['a', 'b']]));
    const [a, b] = [boxes.get('a')!, boxes.get('b')!];
    expect(links).toEqual([
      { from: 'a', to: 'b', path: expect.stringMatching(new RegExp(`^M${a.x + BOX.width},.*[H ]?${b.x}`)) },
    ]);
  });

  it('lays out one box alone', () => {
    expect(lineageLayout(graph(['a'], [])).boxes.get('a')).toEqual({ x: 24, y: 24 });
  });
});

describe('smooth', () => {
  it('runs straight where points are level, and in flat-ended curves elsewhere', () => {
    expect(smooth([])).toBe('');
    expect(
      smooth([
        { x: 0, y: 10 },
        { x: 20, y: 10 },
        { x: 40, y: 30 },
      ]),
    ).toBe('M0,10H20C30,10 30,30 40,30');
  });
});
