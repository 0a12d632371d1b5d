import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { PageBody, PageHead } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Empty } from '../ui/query-view.js';

/** The last resort when a page itself fails, for instance when a new version of the console replaced its files. */
export function RouteError({ error }: ErrorComponentProps) {
  return (
    <>
      <PageHead title="This page could not be shown" />
      <PageBody>
        <ProblemPanel error={error} onRetry={() => window.location.reload()} />
      </PageBody>
    </>
  );
}

export function NotFound() {
  return (
    <main>
      <PageHead title="There is no such page" />
      <PageBody>
        <Empty says="The address names no page of Antidote." action={<Link to="/datasets">Go to the datasets</Link>} />
      </PageBody>
    </main>
  );
}
