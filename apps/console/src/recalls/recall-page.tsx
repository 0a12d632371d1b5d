import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Recall } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { impactRef } from '../impact/impact-ref.js';
import { useMay } from '../people/account.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { Time } from '../ui/time.js';
import { FreezeTable } from './freeze-table.js';
import { LiftDialog } from './lift-dialog.js';
import { ReplacementTable } from './replacement-table.js';
import { RetrainTable } from './retrain-table.js';
import { recalledWords, recallSentence } from './recall-sentence.js';
import { RecallStateBadge } from './recalls-page.js';

/** Is the damage contained? A recall with its frozen aliases, sound versions and proposed trainings. */
export function RecallPage() {
  const { id } = useParams({ from: '/shell/recalls/$id' });
  const recall = useQuery(dataQueries.recall(id));
  const [lifting, setLifting] = useState(false);
  const mayRecall = useMay('dataset:recall');
  const actions = recall.data?.state === 'active' && mayRecall && (
    <Button variant="default" onClick={() => setLifting(true)}>
      Take it back
    </Button>
  );
  return (
    <>
      <PageHead
        title="Is the damage contained?"
        crumbs={[
          { text: 'Data', link: { to: '/datasets' } },
          { text: 'Recalls', link: { to: '/recalls' } },
          { text: recall.data ? recalledWords(recall.data.subject, recall.data.dataset) : 'Recall' },
        ]}
        actions={actions}
      />
      {recall.data && <RecallFacts recall={recall.data} />}
      <PageBody>
        <QueryView query={recall}>{(data) => <RecallView recall={data} />}</QueryView>
        {lifting && <LiftDialog id={id} onClose={() => setLifting(false)} />}
      </PageBody>
    </>
  );
}

const RecallFacts = ({ recall }: { recall: Recall }) => (
  <Facts>
    <span>
      <RecallStateBadge state={recall.state} />
    </span>
    <span>
      <strong>{recalledWords(recall.subject, recall.dataset)}</strong>
    </span>
    <span>
      Recalled <Time iso={recall.createdAt} /> by <strong>{recall.createdBy}</strong>
    </span>
    <span>
      <Link to="/impact/$ref" params={{ ref: impactRef(recall.subject) }}>
        What it touched
      </Link>
    </span>
  </Facts>
);

function RecallView({ recall }: { recall: Recall }) {
  return (
    <>
      <div className={page.stack}>
        <p className={page.sentence}>{recallSentence(recall)}</p>
        <p>Why: {recall.reason}</p>
        {recall.liftReason !== null && <p>Why it was taken back: {recall.liftReason}</p>}
      </div>
      <Section
        title="Frozen aliases"
        says="They stay where they are; only a model that was trained without the recalled data may take them."
      >
        <FreezeTable freezes={recall.freezes} />
      </Section>
      <Section title="Versions without it">
        <ReplacementTable recall={recall} />
      </Section>
      <Section title="To be trained again">
        <RetrainTable recall={recall} />
      </Section>
    </>
  );
}
