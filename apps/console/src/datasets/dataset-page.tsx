import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { queries } from '../queries.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { addressDigest } from './version-sentence.js';

/** A dataset by its name alone is its newest version. */
export function DatasetPage() {
  const { name } = useParams({ from: '/shell/datasets/$name' });
  const versions = useQuery(queries.versions(name));
  const newest = versions.data?.items[0];
  if (newest) {
    const params = { name, digest: addressDigest(newest.digest) };
    return <Navigate to="/datasets/$name/v/$digest" params={params} search={{ id: newest.id }} replace />;
  }
  return (
    <>
      <PageHead title={name} crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: name }]} />
      <PageBody>
        <QueryView query={versions}>
          {() => <Empty says={`${name} has no version.`} action={<Link to="/datasets">Go to the datasets</Link>} />}
        </QueryView>
      </PageBody>
    </>
  );
}
