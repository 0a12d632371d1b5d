import type { VersionSummary } from '@antidote/contracts';
import { count, percent } from '../ui/format.js';
import { Table } from '../ui/table.js';
import styles from './data.module.css';

/** The classes with their rows, and what changed against the version it came from. */
export function LabelTable({ version, parent }: { version: VersionSummary; parent: VersionSummary | undefined }) {
  const before = new Map(parent?.classes.map((item) => [item.label, item.rows]));
  return (
    <Table label="Labels">
      <thead>
        <tr>
          <th scope="col">{version.target}</th>
          <th scope="col" data-number>
            Rows
          </th>
          <th scope="col" data-number>
            Share
          </th>
          <th scope="col">
            <span className="visually-hidden">Share as a bar</span>
          </th>
          {parent && (
            <th scope="col" data-number>
              In the version before
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {version.classes.map((item) => (
          <tr key={item.label}>
            <th scope="row">{item.label}</th>
            <td data-number>{count(item.rows)}</td>
            <td data-number>{percent(item.rows / version.rows)}</td>
            <td>
              <span className={styles.share} aria-hidden>
                <span style={{ width: `${(100 * item.rows) / version.rows}%` }} />
              </span>
            </td>
            {parent && <td data-number>{count(before.get(item.label) ?? 0)}</td>}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
