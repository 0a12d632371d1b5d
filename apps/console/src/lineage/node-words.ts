import type { LineageNode, ModelKind, Run, VersionKind } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { RUN_KIND_WORDS, VERSION_KIND_WORDS } from '../ui/words.js';

const TYPE_WORDS: Record<LineageNode['type'], string> = {
  version: 'Version',
  run: 'Run',
  review: 'Review',
  model: 'Model',
  promotion: 'Promotion',
};

/** What a thing is, and what it is called. */
export function nodeWords(node: LineageNode): { type: string; title: string } {
  const type = TYPE_WORDS[node.type];
  switch (node.type) {
    case 'version':
      return { type, title: `${node.dataset}, ${VERSION_KIND_WORDS[node.label as VersionKind].toLowerCase()}` };
    case 'run':
      return { type, title: RUN_KIND_WORDS[node.label as Run['kind']] ?? node.label };
    case 'review':
      return { type, title: `Labels of ${node.dataset}` };
    case 'model':
      return { type, title: SERIES[node.label as ModelKind]?.name ?? node.label };
    case 'promotion':
      return { type, title: node.label.replace('@', ' to ') };
  }
}

const MANY: Record<LineageNode['type'], string> = {
  version: 'versions',
  run: 'runs',
  review: 'reviews',
  model: 'models',
  promotion: 'promotions',
};

/** "3 versions, 2 models", in the order of the types; empty for no things. */
export function countsByType(nodes: readonly LineageNode[]): string {
  return (Object.keys(MANY) as LineageNode['type'][])
    .map((type) => ({ type, count: nodes.filter((node) => node.type === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ type, count }) => `${count} ${count === 1 ? type : MANY[type]}`)
    .join(', ');
}
