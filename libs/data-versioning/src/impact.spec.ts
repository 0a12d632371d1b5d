import { describe, expect, it } from '@jest/globals';
import type { LineageEdge, LineageNode, Promotion } from '@antidote/contracts';
import fc from 'fast-check';
import { aliasWindows } from './alias-windows.js';
import { impactOf } from './impact.js';
import { downstreamOf, inOrder, type LineageGraph } from './lineage-graph.js';

const time = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

function node(type: LineageNode['type'], id: string, minute: number): LineageNode {
  return { id, type, dataset: 'churn', label: type, state: null, digest: null, at: time(minute), by: 'ada' };
}
const edge = (from: string, to: string, relation: LineageEdge['relation'] = 'made'): LineageEdge => ({
  from,
  to,
  relation,
});

/**
 * original -> poison -> poisoned -> train -> model -> promotion
 *                       poisoned -> filter -> filtered -> retrain -> good -> goodPromotion
 *                       poisoned -> study -> goodPromotion (evidence)
 */
const GRAPH: LineageGraph = {
  nodes: [
    node('promotion', 'goodPromotion', 12),
    node('model', 'good', 11),
    node('run', 'retrain', 10),
    node('version', 'filtered', 9),
    node('run', 'filter', 8),
    node('run', 'study', 7),
    node('promotion', 'promotion', 6),
    node('model', 'model', 5),
    node('run', 'train', 4),
    node('version', 'poisoned', 3),
    node('run', 'poison', 2),
    node('version', 'original', 1),
  ],
  edges: [
    edge('good', 'goodPromotion', 'promoted'),
    edge('study', 'goodPromotion', 'evidence'),
    edge('retrain', 'good'),
    edge('filtered', 'retrain', 'input'),
    edge('filter', 'filtered'),
    edge('poisoned', 'filter', 'input'),
    edge('poisoned', 'study', 'input'),
    edge('model', 'promotion', 'promoted'),
    edge('train', 'model'),
    edge('poisoned', 'train', 'input'),
    edge('poison', 'poisoned'),
    edge('original', 'poison', 'input'),
  ],
};

const ids = (nodes: { id: string }[]) => nodes.map(({ id }) => id);

describe('inOrder', () => {
  it('puts every node after what flowed into it, and the older first', () => {
    const { nodes, edges } = inOrder(GRAPH);
    expect(ids(nodes).slice(0, 3)).toEqual(['original', 'poison', 'poisoned']);
    const place = new Map(nodes.map(({ id }, index) => [id, index]));
    for (const { from, to } of edges) expect(place.get(from)!).toBeLessThan(place.get(to)!);
    expect(edges).toHaveLength(12);
  });

  it('gives one order for one graph, however it was read', () => {
    const shuffled = fc.record({
      nodes: fc.shuffledSubarray(GRAPH.nodes, { minLength: 12 }),
      edges: fc.shuffledSubarray(GRAPH.edges, { minLength: 12 }),
    });
    fc.assert(fc.property(shuffled, (graph) => expect(inOrder(graph)).toEqual(inOrder(GRAPH))));
  });

  it('leaves out edges that lead out of the graph', () => {
    expect(inOrder({ nodes: GRAPH.nodes.slice(0, 1), edges: GRAPH.edges }).edges).toEqual([]);
  });
});

describe('downstreamOf', () => {
  it('reaches all that the start flowed into', () => {
    expect([...downstreamOf(GRAPH, ['filter'])].sort()).toEqual([
      'filter',
      'filtered',
      'good',
      'goodPromotion',
      'retrain',
    ]);
    expect([...downstreamOf(GRAPH, ['unknown'])]).toEqual([]);
  });
});

const promotion = (id: string, modelId: string, minute: number, over: Partial<Promotion> = {}): Promotion => ({
  id,
  modelId,
  registeredModel: 'churn',
  alias: 'champion',
  state: 'live',
  reason: 'Evidence is complete.',
  requestedBy: 'ada',
  requestedAt: time(minute - 1),
  finishedAt: time(minute),
  modelVersion: modelId,
  replaced: null,
  policy: null,
  policySha256: null,
  evidence: null,
  decision: null,
  error: null,
  ...over,
});

describe('aliasWindows', () => {
  it('ends a window when the next model goes live, and keeps one open', () => {
    const windows = aliasWindows([
      promotion('p3', 'b', 30),
      promotion('p1', 'a', 10),
      promotion('p2', 'a', 20),
      promotion('p4', 'a', 15, { state: 'refused' }),
      promotion('p5', 'c', 5, { alias: 'staging' }),
    ]);
    expect(windows.map(({ alias, modelId, from, until }) => [alias, modelId, from, until])).toEqual([
      ['staging', 'c', time(5), null],
      ['champion', 'a', time(10), time(30)],
      ['champion', 'b', time(30), null],
    ]);
  });
});

describe('impactOf', () => {
  const windows = aliasWindows([promotion('promotion', 'model', 6), promotion('goodPromotion', 'good', 12)]);

  it('stops at the version that holds none of the bad data, and counts promotions made on a study of bad data', () => {
    const subject = { type: 'source', dataset: 'churn', source: 'vendor-b' } as const;
    const affected = new Map([['poisoned', { rows: 40, foundBy: 'lineage' as const }]]);
    const impact = impactOf(subject, GRAPH, affected, windows);
    expect(impact.versions).toEqual([expect.objectContaining({ id: 'poisoned', rows: 40, foundBy: 'lineage' })]);
    expect(ids(impact.models)).toEqual(['model']);
    expect(ids(impact.runs)).toEqual(['train', 'study', 'filter']);
    expect(ids(impact.promotions).sort()).toEqual(['goodPromotion', 'promotion']);
    expect(impact.aliases).toEqual([windows[0]]);
    expect(impact.aliases[0]!.until).toBe(time(12));
  });

  it('takes everything derived from a version that is bad as a whole', () => {
    const affected = new Map(
      ['original', 'poisoned', 'filtered'].map((id) => [id, { rows: 100, foundBy: 'lineage' as const }]),
    );
    const impact = impactOf({ type: 'version', versionId: 'original' }, GRAPH, affected, windows);
    expect(ids(impact.models)).toEqual(['model', 'good']);
    expect(impact.edges).toHaveLength(12);
  });
});
