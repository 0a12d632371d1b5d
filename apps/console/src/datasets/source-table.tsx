import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { impactRef } from '../impact/impact-ref.js';
import { count, counted, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table } from '../ui/table.js';
import styles from './data.module.css';

const MOST_SHOWN = 50;

/** Who the rows came from, the largest first; each leads to what it touched. Nothing where no column says so. */
export function SourceTable({ version }: { version: VersionSummary }) {
  const { data } = useQuery(dataQueries.sources(version.id));
  if (data === undefined || data.sources.length === 0) return null;
  const shown = data.sources.slice(0, MOST_SHOWN);
  const more = data.sources.length - shown.length;
  return (
    <Section
      title="Sources"
      says={`${counted(data.sources.length, 'source')} gave the rows${more > 0 ? `; the largest ${MOST_SHOWN} are shown` : ''}. When one turns out bad, see what it touched and recall it there.`}
    >
      <Table label="Sources">
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" data-number>
              Rows
            </th>
            <th scope="col" data-number>
              Share
            </th>
            <th scope="col">
              <span className="visually-hidden">Share as a bar</span>
            </th>
            <th scope="col">
              <span className="visually-hidden">Impact</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ source, rows }) => (
            <tr key={source}>
              <th scope="row">{source}</th>
              <td data-number>{count(rows)}</td>
              <td data-number>{percent(rows / version.rows)}</td>
              <td>
                <span className={styles.share} aria-hidden>
                  <span style={{ width: `${(100 * rows) / version.rows}%` }} />
                </span>
              </td>
              <td>
                <Link
                  to="/impact/$ref"
                  params={{ ref: impactRef({ type: 'source', dataset: version.dataset, source }) }}
                >
                  What did it touch?
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
