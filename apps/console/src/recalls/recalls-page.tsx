import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Recall } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { Badge } from '../ui/badge.js';
import { count } from '../ui/format.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { recalledWords } from './recall-sentence.js';

export const RecallStateBadge = ({ state }: { state: Recall['state'] }) =>
  state === 'active' ? (
    <Badge role="block" icon="stop">
      In force
    </Badge>
  ) : (
    <Badge role="plain" icon="undo">
      Taken back
    </Badge>
  );

/** Which data turned out bad? All recalls, newest first. */
export function RecallsPage() {
  const list = useInfiniteQuery(dataQueries.recalls());
  return (
    <>
      <PageHead
        title="Which data turned out bad?"
        crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: 'Recalls' }]}
      />
      <PageBody>
        <QueryView query={list}>
          {(data) => {
            const recalls = data.pages.flatMap((one) => one.items);
            if (recalls.length === 0) {
              return (
                <Empty
                  says="Nothing was recalled. When a version or source turns out bad, open it, see what it touched, and recall it there."
                  action={<Link to="/datasets">Choose a dataset</Link>}
                />
              );
            }
            return (
              <div>
                <RecallTable recalls={recalls} />
                <More list={list} />
              </div>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function RecallTable({ recalls }: { recalls: Recall[] }) {
  return (
    <Table label="Recalls">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">State</th>
          <th scope="col" data-number>
            Aliases frozen
          </th>
          <th scope="col" data-number>
            Versions replaced
          </th>
          <th scope="col" data-number>
            Models to train again
          </th>
          <th scope="col">Recalled</th>
          <th scope="col">By</th>
        </tr>
      </thead>
      <tbody>
        {recalls.map((recall) => (
          <tr key={recall.id}>
            <th scope="row">
              <Link to="/recalls/$id" params={{ id: recall.id }}>
                {recalledWords(recall.subject, recall.dataset)}
              </Link>
            </th>
            <td>
              <RecallStateBadge state={recall.state} />
            </td>
            <td data-number>{count(recall.freezes.length)}</td>
            <td data-number>{count(recall.replacements.length)}</td>
            <td data-number>{count(recall.proposals.filter(({ state }) => state === 'proposed').length)}</td>
            <td>
              <Time iso={recall.createdAt} />
            </td>
            <td>{recall.createdBy}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
