import { useQuery } from '@tanstack/react-query';
import type { Recall, Replacement, VersionSummary } from '@antidote/contracts';
import { VersionLink } from '../datasets/version-link.js';
import { queries } from '../queries.js';
import { RunStateBadge } from '../ui/badge.js';
import { counted, shortDigest } from '../ui/format.js';
import page from '../ui/page.module.css';
import { Table } from '../ui/table.js';
import { VERSION_KIND_WORDS } from '../ui/words.js';

/** Each affected version, and what takes its place. */
export function ReplacementTable({ recall }: { recall: Recall }) {
  const built = recall.replacements.filter(({ state }) => state === 'succeeded').length;
  // A version that was just built is not in the list that was read before.
  const { queryKey, queryFn } = queries.versions(recall.dataset);
  const versions = useQuery({ queryKey: [...queryKey, `${built} built`], queryFn });
  if (recall.replacements.length === 0) return <p className={page.muted}>No version has to be replaced.</p>;
  const byId = new Map(versions.data?.items.map((version) => [version.id, version]));
  return (
    <Table label="Versions and their replacements">
      <thead>
        <tr>
          <th scope="col">Affected version</th>
          <th scope="col">Instead</th>
          <th scope="col">Rows</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {recall.replacements.map((replacement) => {
          const instead = replacement.versionId === null ? undefined : byId.get(replacement.versionId);
          return (
            <tr key={replacement.affectedVersionId}>
              <th scope="row">
                <NamedVersion id={replacement.affectedVersionId} version={byId.get(replacement.affectedVersionId)} />
              </th>
              <td>
                {replacement.versionId === null ? '' : <NamedVersion id={replacement.versionId} version={instead} />}
              </td>
              <td>{instead && counted(instead.rows, 'row')}</td>
              <td>
                <ReplacementState replacement={replacement} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

const ReplacementState = ({ replacement }: { replacement: Replacement }) =>
  replacement.runId === null ? <>An earlier version</> : <RunStateBadge state={replacement.state} />;

function NamedVersion({ id, version }: { id: string; version: VersionSummary | undefined }) {
  if (version === undefined) return <code>{shortDigest(id)}</code>;
  return (
    <VersionLink dataset={version.dataset} digest={version.digest} id={version.id}>
      {VERSION_KIND_WORDS[version.kind]} {shortDigest(version.digest)}
    </VersionLink>
  );
}
