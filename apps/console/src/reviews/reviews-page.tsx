import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../queries.js';
import { ReviewStateBadge } from '../ui/badge.js';
import { Digest } from '../ui/digest.js';
import { count } from '../ui/format.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

const VERBS = { open: 'Decide', finished: 'Apply', applied: 'See what changed' };

export function ReviewsPage() {
  const list = useInfiniteQuery(queries.reviews());
  return (
    <>
      <PageHead title="Which labels wait for a decision?" crumbs={[{ text: 'Review' }]} />
      <PageBody>
        <QueryView query={list}>
          {(data) => {
            const reviews = data.pages.flatMap((page) => page.items);
            if (reviews.length === 0) {
              return (
                <Empty
                  says="A review holds the rows of a version whose labels look suspicious. It opens when you let a version be searched."
                  action={<Link to="/datasets">Choose a dataset</Link>}
                />
              );
            }
            return (
              <div>
                <Table label="Reviews">
                  <thead>
                    <tr>
                      <th scope="col">Dataset</th>
                      <th scope="col">Version</th>
                      <th scope="col">State</th>
                      <th scope="col" data-number>
                        Decided
                      </th>
                      <th scope="col" data-number>
                        Kept
                      </th>
                      <th scope="col" data-number>
                        Relabelled
                      </th>
                      <th scope="col" data-number>
                        Dropped
                      </th>
                      <th scope="col">Opened</th>
                      <th scope="col">
                        <span className="visually-hidden">Continue</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {reviews.map((review) => (
                      <tr key={review.id}>
                        <th scope="row">
                          <Link to="/reviews/$id/work" params={{ id: review.id }}>
                            {review.dataset}
                          </Link>
                        </th>
                        <td>
                          <Digest digest={review.versionDigest} />
                        </td>
                        <td>
                          <ReviewStateBadge state={review.state} />
                        </td>
                        <td data-number>
                          {count(review.decided)} of {count(review.items)}
                        </td>
                        <td data-number>{count(review.kept)}</td>
                        <td data-number>{count(review.relabelled)}</td>
                        <td data-number>{count(review.dropped)}</td>
                        <td>
                          <Time iso={review.createdAt} />
                        </td>
                        <td>
                          <Link to="/reviews/$id/work" params={{ id: review.id }}>
                            {review.items === 0 ? 'See' : VERBS[review.state]}
                          </Link>
                        </td>
                      </tr>
                    ))}
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
