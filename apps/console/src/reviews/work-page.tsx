import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ReviewItem } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { PageBody } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { Work } from './work.js';

/** All items of a review, page after page: the queue needs their order and what is decided already. */
async function allItems(reviewId: string): Promise<ReviewItem[]> {
  const items: ReviewItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.reviewItems(reviewId, cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** One row, one question: is its label right? Without the rail. */
export function WorkPage() {
  const { id } = useParams({ from: '/reviews/$id/work' });
  const review = useQuery(queries.review(id));
  // Read once when the page opens; from then on the queue itself knows what happened.
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
  if (review.data && items.data) return <Work key={id} review={review.data} items={items.data} />;
  return (
    <main>
      <PageBody>
        <QueryView query={review.data ? items : review}>{() => null}</QueryView>
      </PageBody>
    </main>
  );
}
