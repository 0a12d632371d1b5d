import type { LineageNode, ReviewState, RunState, VersionKind } from '@antidote/contracts';
import { Badge, ReviewStateBadge, RunStateBadge, VersionKindBadge, type Role } from '../ui/badge.js';
import type { IconName } from '../ui/icons.js';

/** The state of a thing; that its data were recalled outweighs any other. */
export function NodeBadge({ node, recalled }: { node: LineageNode; recalled: boolean }) {
  if (recalled) {
    return (
      <Badge role="block" icon="stop">
        Recalled
      </Badge>
    );
  }
  switch (node.type) {
    case 'version':
      return <VersionKindBadge kind={node.label as VersionKind} />;
    case 'run':
      return node.state === null ? null : <RunStateBadge state={node.state as RunState} />;
    case 'review':
      return node.state === null ? null : <ReviewStateBadge state={node.state as ReviewState} />;
    case 'promotion':
      return <PromotionBadge state={node.state} />;
    case 'model':
      return null;
  }
}

const PROMOTIONS: Record<string, [Role, IconName, string]> = {
  live: ['pass', 'check', 'Live'],
  refused: ['block', 'stop', 'Refused'],
  failed: ['block', 'stop', 'Failed'],
};

function PromotionBadge({ state }: { state: string | null }) {
  const [role, icon, word] = PROMOTIONS[state ?? ''] ?? ['plain', 'clock', 'On its way'];
  return (
    <Badge role={role} icon={icon}>
      {word}
    </Badge>
  );
}
