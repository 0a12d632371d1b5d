import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { FeatureSet } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { useMay } from '../people/account.js';
import { Digest } from '../ui/digest.js';
import { count } from '../ui/format.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead, Section } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { DeriveForm } from './derive-form.js';

/** Which columns do models and serving share? All feature sets; with a version, one can be derived from it. */
export function FeatureSetsPage() {
  const { version } = useSearch({ from: '/shell/feature-sets' });
  const list = useInfiniteQuery(dataQueries.featureSets());
  const may = useMay('dataset:write');
  return (
    <>
      <PageHead
        title="Which columns do training and serving share?"
        crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: 'Feature sets' }]}
      />
      <PageBody>
        {version !== undefined && may && (
          <Section
            title="Derive one from the version"
            says="Its columns with their types and categories. The same columns again give the feature set that exists."
          >
            <DeriveForm versionId={version} />
          </Section>
        )}
        <QueryView query={list}>
          {(data) => {
            const sets = data.pages.flatMap((one) => one.items);
            if (sets.length === 0) {
              return (
                <Empty
                  says="A feature set is a named list of columns with their encodings, which models and serving share. Every training makes one of its dataset."
                  action={<Link to="/datasets">Choose a dataset</Link>}
                />
              );
            }
            return (
              <Section title="All feature sets">
                <FeatureSetTable sets={sets} version={version} />
                <More list={list} />
              </Section>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function FeatureSetTable({ sets, version }: { sets: FeatureSet[]; version: string | undefined }) {
  return (
    <Table label="Feature sets">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" data-number>
            Version
          </th>
          <th scope="col" data-number>
            Columns
          </th>
          <th scope="col">Digest</th>
          <th scope="col">Made</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <tr key={set.id}>
            <th scope="row">
              <Link to="/feature-sets/$id" params={{ id: set.id }} search={{ version }}>
                {set.name}
              </Link>
            </th>
            <td data-number>{set.version}</td>
            <td data-number>{count(set.columns.length)}</td>
            <td>
              <Digest digest={set.digest} />
            </td>
            <td>
              <Time iso={set.createdAt} />
            </td>
            <td>{set.createdBy}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
