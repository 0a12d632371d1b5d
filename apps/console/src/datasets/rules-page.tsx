import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { dataQueries } from '../data-queries.js';
import { PageBody, PageHead } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { ExpectationsForm } from './expectations-form.js';
import { RetentionForm } from './retention-form.js';
import { SensitiveForm } from './sensitive-form.js';

/** What holds for every version of a dataset: what is expected of it, what of it is hidden, how long it is kept. */
export function RulesPage() {
  const { name } = useParams({ from: '/shell/datasets/$name/rules' });
  const { from } = useSearch({ from: '/shell/datasets/$name/rules' });
  const expectations = useQuery(dataQueries.expectations(name));
  const dataset = useQuery(dataQueries.dataset(name));
  const retention = useQuery(dataQueries.retention(name));
  return (
    <>
      <PageHead
        title={`What holds for every version of ${name}?`}
        crumbs={[
          { text: 'Data', link: { to: '/datasets' } },
          { text: name, link: { to: '/datasets/$name', params: { name } } },
          { text: 'Rules' },
        ]}
      />
      <PageBody>
        <p className={page.muted}>Who changed what, and when, is in the audit trail.</p>
        <QueryView query={dataset}>
          {({ sensitive, latest }) => (
            <>
              <QueryView query={expectations}>
                {(data) => (
                  <ExpectationsForm key={data.revision} expectations={data} from={proposer(from, latest.id)} />
                )}
              </QueryView>
              <SensitiveForm key={sensitive.join()} name={name} sensitive={sensitive} />
            </>
          )}
        </QueryView>
        <QueryView query={retention}>{(data) => <RetentionForm key={data.setAt ?? ''} retention={data} />}</QueryView>
      </PageBody>
    </>
  );
}

const proposer = (from: string | undefined, latest: string) =>
  from === undefined || from === latest
    ? { id: latest, name: 'the newest version' }
    : { id: from, name: 'the version you came from' };
