import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { LineageNode } from '@antidote/contracts';
import { VersionLink } from '../datasets/version-link.js';

/** Leads to the page of a thing; plain words where it has none of its own. */
export function NodeLink({ node, children }: { node: LineageNode; children: ReactNode }) {
  switch (node.type) {
    case 'version':
      return (
        <VersionLink dataset={node.dataset} digest={node.digest ?? ''} id={node.id}>
          {children}
        </VersionLink>
      );
    case 'run':
      if (node.label !== 'study') return <>{children}</>;
      return (
        <Link to="/studies/$id" params={{ id: node.id }}>
          {children}
        </Link>
      );
    case 'review':
      return (
        <Link to="/reviews/$id/work" params={{ id: node.id }}>
          {children}
        </Link>
      );
    case 'model':
      return (
        <Link to="/models" search={{ dataset: node.dataset }}>
          {children}
        </Link>
      );
    case 'promotion':
      return (
        <Link to="/promotions/$id" params={{ id: node.id }}>
          {children}
        </Link>
      );
  }
}
