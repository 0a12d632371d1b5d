import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Review, ReviewItem } from '@antidote/contracts';
import { runProblem } from '../api-problem.js';
import { api } from '../api.js';
import { VersionLink } from '../datasets/version-link.js';
import { BeforeAndAfter } from '../models/before-and-after.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { counted } from '../ui/format.js';
import { PageBody, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { RunProgressBar } from '../ui/run-progress.js';

/** Every row is decided: finish, make the cleaned version, and see whether cleaning helped. */
export function WorkEnd({ review, items, unsent }: { review: Review; items: ReviewItem[]; unsent: number }) {
  const client = useQueryClient();
  const mayDecide = useMay('review:decide');
  const tally = (action: string) => items.filter((item) => item.decision?.action === action).length;
  const finish = useMutation({
    mutationFn: () => api.finishReview(review.id),
    onSuccess: async (finished) => {
      client.setQueryData(queries.review(review.id).queryKey, finished);
      await client.invalidateQueries({ queryKey: ['reviews'] });
    },
  });
  return (
    <PageBody>
      <div>
        <h1>
          {review.items === 0 ? 'No label looked suspicious.' : `All ${counted(review.items, 'row')} are decided.`}
        </h1>
        <p className={page.muted}>
          {unsent > 0
            ? 'The last decisions are being sent.'
            : review.items > 0 &&
              `${tally('keep')} kept as given, ${tally('relabel')} relabelled, ${tally('drop')} dropped.`}
        </p>
      </div>
      {review.state === 'open' && !mayDecide && <p>It is not finished yet: reviewers finish it.</p>}
      {review.state === 'open' && mayDecide && (
        <div>
          <p>Finishing closes the review: nothing can be taken back afterwards.</p>
          {finish.error && <ProblemPanel error={finish.error} />}
          <Button mt={12} loading={finish.isPending} disabled={unsent > 0} onClick={() => finish.mutate()}>
            {unsent > 0 ? `Sending ${counted(unsent, 'decision')}` : 'Finish the review'}
          </Button>
        </div>
      )}
      {review.state === 'finished' &&
        (review.relabelled + review.dropped > 0 ? <Apply review={review} /> : <NothingToApply review={review} />)}
      {review.cleanedVersionId && <Cleaned review={review} cleanedVersionId={review.cleanedVersionId} />}
    </PageBody>
  );
}

function NothingToApply({ review }: { review: Review }) {
  return (
    <Section title="Nothing to apply" says="Every label stays as it was given.">
      <VersionLink dataset={review.dataset} digest={review.versionDigest} id={review.versionId}>
        Train on the version itself
      </VersionLink>
    </Section>
  );
}

/** Makes the cleaned version, and shows how far that is. */
function Apply({ review }: { review: Review }) {
  const client = useQueryClient();
  const mayStart = useMay('run:start');
  const [runId, setRunId] = useState<string | null>(null);
  const apply = useMutation({
    mutationFn: () => api.startRun({ kind: 'apply-review', reviewId: review.id }),
    onSuccess: async (run) => {
      setRunId(run.id);
      await client.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  return (
    <Section
      title="Apply the decisions"
      says="They make a new version beside this one; the version itself stays as it is."
    >
      {apply.error && <ProblemPanel error={apply.error} />}
      {runId ? (
        <RunUntilOver runId={runId} />
      ) : !mayStart ? (
        <p>Data teams and engineers make the cleaned version.</p>
      ) : (
        <Button loading={apply.isPending} onClick={() => apply.mutate()}>
          Make the cleaned version
        </Button>
      )}
    </Section>
  );
}

function RunUntilOver({ runId }: { runId: string }) {
  const { data: run, error, refetch } = useRun(runId);
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />;
  if (run?.error) return <ProblemPanel error={runProblem(run.error)} />;
  return run ? <RunProgressBar run={run} /> : null;
}

function Cleaned({ review, cleanedVersionId }: { review: Review; cleanedVersionId: string }) {
  const cleaned = useQuery(queries.version(cleanedVersionId));
  return (
    <>
      <Section title="The cleaned version">
        {cleaned.error && <ProblemPanel error={cleaned.error} onRetry={() => void cleaned.refetch()} />}
        {cleaned.data && (
          <p>
            <VersionLink dataset={cleaned.data.dataset} digest={cleaned.data.digest} id={cleaned.data.id}>
              {cleaned.data.dataset}, cleaned
            </VersionLink>
            : {counted(cleaned.data.changedLabels, 'label')} changed, {counted(cleaned.data.droppedRows, 'row')}{' '}
            dropped, {counted(cleaned.data.rows, 'row')} remain.
          </p>
        )}
      </Section>
      <BeforeAndAfter dataset={review.dataset} beforeId={review.versionId} afterId={cleanedVersionId} />
    </>
  );
}
