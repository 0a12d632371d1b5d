import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { FeatureSet, SkewFinding } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { Digest } from '../ui/digest.js';
import { counted } from '../ui/format.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

const MOST_CATEGORIES = 8;

/** What does a model of this feature set expect? Its columns; and how a version differs from them. */
export function FeatureSetPage() {
  const { id } = useParams({ from: '/shell/feature-sets/$id' });
  const { version } = useSearch({ from: '/shell/feature-sets/$id' });
  const set = useQuery(dataQueries.featureSet(id));
  return (
    <>
      <PageHead
        title={set.data ? `What does a model of ${set.data.name} expect?` : 'What does a model expect?'}
        crumbs={[
          { text: 'Data', link: { to: '/datasets' } },
          { text: 'Feature sets', link: { to: '/feature-sets' } },
          { text: set.data ? `${set.data.name} ${set.data.version}` : 'Feature set' },
        ]}
      />
      {set.data && (
        <Facts>
          <span>
            <strong>{counted(set.data.columns.length, 'column')}</strong>
          </span>
          <span>
            Version <strong>{set.data.version}</strong>
          </span>
          <span>
            Digest <Digest digest={set.data.digest} />
          </span>
          <span>
            Made <Time iso={set.data.createdAt} /> by <strong>{set.data.createdBy}</strong>
          </span>
        </Facts>
      )}
      <PageBody>
        {version !== undefined && <Skew id={id} versionId={version} />}
        <QueryView query={set}>{(data) => <Columns set={data} />}</QueryView>
      </PageBody>
    </>
  );
}

function Skew({ id, versionId }: { id: string; versionId: string }) {
  const skew = useQuery(dataQueries.skew(id, versionId));
  return (
    <QueryView query={skew}>
      {({ findings }) =>
        findings.length === 0 ? (
          <p className={page.sentence}>The version you came from has exactly these columns.</p>
        ) : (
          <Section title={`The version you came from differs in ${counted(findings.length, 'way')}`}>
            <SkewTable findings={findings} />
          </Section>
        )
      }
    </QueryView>
  );
}

const SkewTable = ({ findings }: { findings: SkewFinding[] }) => (
  <Table label="Differences">
    <thead>
      <tr>
        <th scope="col">Column</th>
        <th scope="col">Difference</th>
      </tr>
    </thead>
    <tbody>
      {findings.map(({ column, message }) => (
        <tr key={`${column} ${message}`}>
          <th scope="row">{column}</th>
          <td>{message}</td>
        </tr>
      ))}
    </tbody>
  </Table>
);

function Columns({ set }: { set: FeatureSet }) {
  return (
    <Section title="Columns">
      <Table label="Columns">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Unit</th>
            <th scope="col">Categories</th>
          </tr>
        </thead>
        <tbody>
          {set.columns.map(({ name, type, unit, categories }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{type}</td>
              <td>{unit ?? ''}</td>
              <td>{categories === null ? '' : listed(categories)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function listed(categories: string[]): string {
  const more = categories.length - MOST_CATEGORIES;
  return categories.slice(0, MOST_CATEGORIES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
