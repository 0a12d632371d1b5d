import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { queries } from '../queries.js';
import { PageBody } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { allItems } from './use-decisions.js';
import { Work } from './work.js';

/** How often to ask whether others have decided rows meanwhile. */
const OTHERS_MS = 10_000;

/** One row, one question: is its label right? Without the rail. */
export function WorkPage() {
  const { id } = useParams({ from: '/reviews/$id/work' });
  const review = useQuery({
    ...queries.review(id),
    refetchInterval: ({ state }) => state.data?.state === 'open' && OTHERS_MS,
  });
  // Read once when the page opens; from then on the queue itself knows what happened, and asks when others are at work.
  const items = useQuery({
    queryKey: ['review-items', id],
    queryFn: () => allItems(id),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    document.title = `Review ${review.data?.dataset ?? ''} · Antidote`;
  }, [review.data?.dataset]);
  if (review.data && items.data)
    return <Work key={id} review={review.data} readAt={review.dataUpdatedAt} items={items.data} />;
  return (
    <main>
      <PageBody>
        <h1 className="visually-hidden">Which label is right?</h1>
        <QueryView query={review.data ? items : review}>{() => null}</QueryView>
        {(review.error ?? items.error) && <Link to="/reviews">All reviews</Link>}
      </PageBody>
    </main>
  );
}
