import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { DecisionRequest, Review, ReviewItem } from '@antidote/contracts';
import { useAccount } from '../people/account.js';
import { queries } from '../queries.js';
import { percent } from '../ui/format.js';
import { PageBody } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { DecisionBar } from './decision-bar.js';
import { KeysDialog } from './keys-dialog.js';
import { NoticeToast } from './notice-toast.js';
import type { KeyAction } from './review-keys.js';
import { chosenLabel, upcoming } from './review-queue.js';
import { MANY_FIELDS } from './row-reading.js';
import { RowTable } from './row-table.js';
import { useDecisions } from './use-decisions.js';
import { useKeys } from './use-keys.js';
import { topVote, WhyPanel } from './why-panel.js';
import { WorkEnd } from './work-end.js';
import { WorkTop } from './work-top.js';
import styles from './work.module.css';

const PREFETCHED = 3;
const TABS = { row: 'Row', why: 'Why flagged', near: 'Rows like it' };

export function Work({ review, readAt, items }: { review: Review; readAt: number; items: ReviewItem[] }) {
  const { person, capabilities } = useAccount();
  const decisions = useDecisions(review.id, items, person.login);
  const { queue, unsent, known } = decisions;
  const item = queue.at === null ? null : (queue.items[queue.at] ?? null);
  const [keysShown, setKeysShown] = useState(false);
  const [find, setFind] = useState('');
  const [differences, setDifferences] = useState<boolean | null>(null);
  const [tab, setTab] = useState<keyof typeof TABS>('row');
  const findField = useRef<HTMLInputElement>(null);
  const typed = useRef<HTMLInputElement>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const detail = useQuery({ ...queries.reviewItem(review.id, item?.id ?? ''), enabled: item !== null });
  const version = useQuery(queries.version(review.versionId));
  const onlyDifferences = differences ?? (detail.data?.columns.length ?? 0) > MANY_FIELDS;

  const next = upcoming(queue, PREFETCHED).join(' ');
  useEffect(() => {
    for (const id of next.split(' ').filter(Boolean)) void client.prefetchQuery(queries.reviewItem(review.id, id));
  }, [client, next, review.id]);

  const mayDecide = capabilities.includes('review:decide');
  const open = review.state === 'open' && mayDecide;
  // Others are at work when the server counts more, or fewer, decisions than were seen here.
  useEffect(() => {
    if (open && unsent === 0 && review.decided !== known) void decisions.refresh();
    // Compared when the server has been asked, not with every decision of one's own.
  }, [readAt]);
  const decide = (decision: DecisionRequest) => {
    if (item && open) decisions.decide(item.id, decision);
  };
  const leave = () => void navigate({ to: '/reviews' });
  const act = (action: KeyAction) => {
    switch (action.do) {
      case 'label': {
        const label = review.classes[action.index];
        if (item && label !== undefined) decide(chosenLabel(item, label));
        return;
      }
      case 'keep':
      case 'drop':
        return decide({ action: action.do });
      case 'skip':
        return item ? decisions.skip(item.id) : undefined;
      case 'undo':
        return open ? decisions.undo() : undefined;
      case 'back':
        return decisions.back();
      case 'forward':
        return decisions.forward();
      case 'find':
        return findField.current?.focus();
      case 'type-label':
        return typed.current?.focus();
      case 'differences':
        return setDifferences(!onlyDifferences);
      case 'keys':
        return setKeysShown(true);
      case 'leave':
        return leave();
    }
  };
  // The guard counts from when the row can be seen, not from when it was asked for.
  const seen = item && detail.data?.id === item.id ? item.id : null;
  useKeys({ row: seen, classes: review.classes, dialog: keysShown, act });

  const top = (
    <WorkTop
      review={review}
      waiting={queue.waiting.length}
      held={decisions.held ? decisions.unsent : 0}
      canUndo={open && queue.decided.length > 0}
      onUndo={decisions.undo}
      onKeys={() => setKeysShown(true)}
      onPause={leave}
    />
  );
  const overlays = (
    <>
      <NoticeToast notice={open ? decisions.notice : null} onUndo={decisions.undo} onDismiss={decisions.dismiss} />
      {keysShown && <KeysDialog onClose={() => setKeysShown(false)} />}
    </>
  );

  if (item === null) {
    return (
      <main className={styles.work}>
        {top}
        <div className={styles.end}>
          <WorkEnd review={review} items={Object.values(queue.items)} unsent={decisions.unsent} />
        </div>
        {overlays}
      </main>
    );
  }
  const question = version.data?.target ?? 'label';
  return (
    <main className={styles.work}>
      {top}
      <div className={styles.middle} data-tab={tab}>
        <div className={styles.row}>
          <header className={styles.head}>
            <h1>
              Row {item.row} says {question}: <span className={styles.given}>{item.given}</span>. Is that right?
            </h1>
            {detail.data && (
              <p className={styles.reason}>
                <strong>{percent(topVote(detail.data).share)}</strong> of trees say{' '}
                <strong>{topVote(detail.data).label}</strong>
              </p>
            )}
            <div className={styles.tools}>
              <TextInput
                ref={findField}
                aria-label="Find a field"
                placeholder="Find a field  /"
                value={find}
                onChange={(event) => setFind(event.currentTarget.value)}
              />
              <Button
                variant="default"
                aria-pressed={onlyDifferences}
                onClick={() => setDifferences(!onlyDifferences)}
                rightSection={<kbd className={styles.kbd}>D</kbd>}
              >
                {onlyDifferences ? 'All fields' : 'Only differences'}
              </Button>
            </div>
          </header>
          <div className={styles.tabs} role="tablist" aria-label="Parts of the row">
            {Object.entries(TABS).map(([key, word]) => (
              <button
                key={key}
                type="button"
                role="tab"
                aria-selected={tab === key}
                onClick={() => setTab(key as keyof typeof TABS)}
              >
                {word}
              </button>
            ))}
          </div>
          {detail.data ? (
            <RowTable detail={detail.data} find={find} onlyDifferences={onlyDifferences} />
          ) : (
            <PageBody>
              <QueryView query={detail}>{() => null}</QueryView>
            </PageBody>
          )}
        </div>
        {detail.data && <WhyPanel detail={detail.data} />}
      </div>
      <DecisionBar
        item={item}
        classes={review.classes}
        chosen={queue.marked[item.id] ?? madeDecision(item)}
        closed={
          open ? null : mayDecide ? 'This review is finished: its decisions stand.' : 'Reviewers decide; you may look.'
        }
        typed={typed}
        onDecide={decide}
        onSkip={() => decisions.skip(item.id)}
      />
      <p className="visually-hidden" role="status">
        Row {item.row} says {item.given}. {queue.waiting.length} rows wait.
      </p>
      {overlays}
    </main>
  );
}

function madeDecision({ decision }: ReviewItem): DecisionRequest | null {
  if (decision === null) return null;
  if (decision.action === 'relabel') return { action: 'relabel', label: decision.label ?? '' };
  return { action: decision.action };
}
