import { Link } from '@tanstack/react-router';
import type { AffectedVersion, LineageNode } from '@antidote/contracts';
import { NodeBadge } from '../lineage/node-badge.js';
import { NodeLink } from '../lineage/node-link.js';
import { nodeWords } from '../lineage/node-words.js';
import { Digest } from '../ui/digest.js';
import { count } from '../ui/format.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

/** Versions with how many of their rows are concerned; `whole` when the version itself is in question. */
export function AffectedVersions({ versions, whole }: { versions: AffectedVersion[]; whole: boolean }) {
  return (
    <Table label="Versions that hold it">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Digest</th>
          <th scope="col" data-number>
            {whole ? 'Rows' : 'Rows of it'}
          </th>
          <th scope="col">Found by</th>
          <th scope="col">Made</th>
          <th scope="col">By</th>
          <th scope="col">
            <span className="visually-hidden">Lineage</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {versions.map((version) => (
          <tr key={version.id}>
            <th scope="row">
              <NodeLink node={version}>{nodeWords(version).title}</NodeLink>
            </th>
            <td>{version.digest !== null && <Digest digest={version.digest} />}</td>
            <td data-number>{count(version.rows)}</td>
            <td>{version.foundBy === 'lineage' ? 'lineage' : 'equal features'}</td>
            <td>
              <Time iso={version.at} />
            </td>
            <td>{version.by}</td>
            <td>
              <Link to="/lineage" search={{ focus: version.id }}>
                Lineage
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Things of any type with their state, who made them, and the way to their lineage. */
export function NodeTable({ nodes, label }: { nodes: LineageNode[]; label: string }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Of</th>
          <th scope="col">State</th>
          <th scope="col">Made</th>
          <th scope="col">By</th>
          <th scope="col">
            <span className="visually-hidden">Lineage</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <tr key={node.id}>
            <th scope="row">
              <NodeLink node={node}>{nodeWords(node).title}</NodeLink>
            </th>
            <td>{node.digest === null ? node.dataset : <Digest digest={node.digest} />}</td>
            <td>
              <NodeBadge node={node} recalled={false} />
            </td>
            <td>
              <Time iso={node.at} />
            </td>
            <td>{node.by}</td>
            <td>
              <Link to="/lineage" search={{ focus: node.id }}>
                Lineage
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
