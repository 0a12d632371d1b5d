import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from '@antidote/contracts';
import { isOver, queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { SERIES } from '../theme/series.js';
import { RunStateBadge } from '../ui/badge.js';
import { count, level } from '../ui/format.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

export function StudiesPage() {
  const list = useInfiniteQuery(queries.studies());
  return (
    <>
      <PageHead title="How much poison can the models take?" crumbs={[{ text: 'Lab' }, { text: 'Studies' }]} />
      <PageBody>
        <QueryView query={list}>
          {(data) => {
            const runs = data.pages.flatMap((page) => page.items);
            if (runs.length === 0) {
              return (
                <Empty
                  says="A study poisons copies of a dataset at several levels, trains models on them and measures what they lose. Start one on a dataset's page."
                  action={<Link to="/datasets">Choose a dataset</Link>}
                />
              );
            }
            return (
              <div>
                <Table label="Studies">
                  <thead>
                    <tr>
                      <th scope="col">Dataset</th>
                      <th scope="col">State</th>
                      <th scope="col">Levels</th>
                      <th scope="col">Models</th>
                      <th scope="col" data-number>
                        Seeds
                      </th>
                      <th scope="col">Started</th>
                      <th scope="col">By</th>
                    </tr>
                  </thead>
                  <tbody>
                    {runs.map((run) =>
                      isOver(run) ? <StudyRow key={run.id} run={run} /> : <LiveStudyRow key={run.id} run={run} />,
                    )}
                  </tbody>
                </Table>
                <More list={list} />
              </div>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function LiveStudyRow({ run }: { run: Run }) {
  const { data } = useRun(run.id);
  return <StudyRow run={data ?? run} />;
}

function StudyRow({ run }: { run: Run }) {
  const spec = run.request.kind === 'study' ? run.request.spec : null;
  return (
    <tr>
      <th scope="row">
        <Link to="/studies/$id" params={{ id: run.id }}>
          {run.dataset}
        </Link>
      </th>
      <td>{run.state === 'running' ? <RunProgressBar run={run} /> : <RunStateBadge state={run.state} />}</td>
      <td>{spec?.levels.map(level).join(', ')}</td>
      <td>{spec?.models.map((model) => SERIES[model].name).join(', ')}</td>
      <td data-number>{spec && count(spec.seeds)}</td>
      <td>
        <Time iso={run.createdAt} />
      </td>
      <td>{run.requestedBy}</td>
    </tr>
  );
}
