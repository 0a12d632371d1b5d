import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useRef, useState } from 'react';
import type { DecisionRequest, ReviewItem } from '@antidote/contracts';
import { ApiProblem } from '../api-problem.js';
import { api } from '../api.js';
import { decisionWords, openQueue, reduceQueue } from './review-queue.js';

/** All items of a review, page after page: the queue needs their order and what is decided already. */
export async function allItems(reviewId: string): Promise<ReviewItem[]> {
  const items: ReviewItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.reviewItems(reviewId, cursor);
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** What the reviewer is told: an undoable decision, a row lost to somebody else, or a refusal. */
export type Notice =
  { kind: 'decided'; id: string; text: string } | { kind: 'lost'; text: string } | { kind: 'refused'; error: unknown };

const unreachable = (error: unknown): boolean => error instanceof ApiProblem && error.unreachable;
const LONGEST_WAIT_MS = 10_000;

/**
 * Decisions go out at once, one after the other, each with the revision that it is based on. While the server cannot be
 * reached they are held and sent again; `unsent` counts them.
 */
export function useDecisions(reviewId: string, opened: ReviewItem[], reviewer: string) {
  const [queue, dispatch] = useReducer(reduceQueue, opened, (items) => openQueue(items, reviewer));
  const [notice, setNotice] = useState<Notice | null>(null);
  const newest = useRef(new Map(opened.map((item) => [item.id, item])));
  const lost = useRef(new Set<string>());
  /** Decisions under way, by row. */
  const sending = useRef(new Map<string, number>());
  const client = useQueryClient();
  const mutationKey = ['decision', reviewId];

  const send = useMutation({
    mutationKey,
    scope: { id: `review-${reviewId}` },
    retry: (_failures, error) => unreachable(error),
    retryDelay: (failures) => Math.min(500 * 2 ** failures, LONGEST_WAIT_MS),
    mutationFn: async ({ id, decision }: { id: string; decision: DecisionRequest | null }) => {
      const item = newest.current.get(id);
      if (item === undefined) throw new Error(`no item ${id} in the review`);
      // Somebody else decided this row after it was pressed here: what is theirs is not taken back.
      if (lost.current.has(id)) return item;
      return decision ? api.decide(item, decision) : api.withdraw(item);
    },
    onSuccess: (item) => {
      newest.current.set(item.id, item);
      dispatch({ type: 'confirmed', item });
    },
    onError: async (error, { id, decision }) => {
      if (!(error instanceof ApiProblem) || error.code !== 'precondition_failed') {
        dispatch({ type: 'refused', id });
        setNotice({ kind: 'refused', error });
        return;
      }
      const theirs = await api.reviewItem(reviewId, id);
      newest.current.set(id, theirs);
      if (sameDecision(theirs, decision)) {
        // The first sending had arrived after all; only its answer was lost.
        dispatch({ type: 'confirmed', item: theirs });
        return;
      }
      if (theirs.decision === null) {
        dispatch({ type: 'refused', id });
        setNotice({ kind: 'refused', error });
        return;
      }
      lost.current.add(id);
      dispatch({ type: 'lost', item: theirs });
      setNotice({ kind: 'lost', text: lostWords(theirs) });
      void refresh();
    },
    onSettled: (_item, _error, { id }) => void sending.current.set(id, sending.current.get(id)! - 1),
  });

  /** Takes over what others have decided since; a row that is being decided here is left to the answer. */
  const refresh = async () => {
    const now = await allItems(reviewId).catch((error: unknown) => {
      // Without an answer it is asked again soon.
      if (!unreachable(error)) setNotice({ kind: 'refused', error });
      return [];
    });
    const theirs = now.filter(
      (item) => item.revision > newest.current.get(item.id)!.revision && !sending.current.get(item.id),
    );
    if (theirs.length === 0) return;
    for (const item of theirs) newest.current.set(item.id, item);
    const shown = theirs.find(({ id, decision }) => id === shownRow.current && decision !== null);
    if (shown) setNotice({ kind: 'lost', text: lostWords(shown) });
    dispatch({ type: 'refreshed', items: theirs });
  };

  const shownRow = useRef(queue.at);
  shownRow.current = queue.decided.includes(queue.at ?? '') ? null : queue.at;
  const change = (id: string, decision: DecisionRequest | null) => {
    sending.current.set(id, (sending.current.get(id) ?? 0) + 1);
    send.mutate({ id, decision });
  };

  const unsent = useIsMutating({ mutationKey });
  const held = send.failureCount > 0 && send.isPending && unreachable(send.failureReason);
  useEffect(() => {
    if (unsent === 0) {
      void client.invalidateQueries({ queryKey: ['reviews'] });
      return;
    }
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [client, unsent]);

  return {
    queue,
    notice,
    unsent,
    held,
    /** Rows decided, by anybody, as far as is known here. */
    known: Object.values(queue.items).filter(({ decision }) => decision !== null).length,
    refresh,
    dismiss: () => setNotice(null),
    decide(id: string, decision: DecisionRequest) {
      const item = newest.current.get(id);
      if (item === undefined) return;
      dispatch({ type: 'decided', id, decision });
      setNotice({ kind: 'decided', id, text: `Row ${item.row} ${decisionWords(decision, item.given)}.` });
      change(id, decision);
    },
    undo() {
      const id = queue.decided.at(-1);
      if (id === undefined) return;
      dispatch({ type: 'undone', id });
      setNotice(null);
      change(id, null);
    },
    skip: (id: string) => dispatch({ type: 'skipped', id }),
    back: () => dispatch({ type: 'back' }),
    forward: () => dispatch({ type: 'forward' }),
  };
}

const lostWords = ({ row, given, decision }: ReviewItem): string =>
  `${decision!.decidedBy} decided row ${row} meanwhile: ${decisionWords(decision!, given)}. Moved on.`;

function sameDecision(item: ReviewItem, asked: DecisionRequest | null): boolean {
  if (item.decision === null || asked === null) return item.decision === null && asked === null;
  const label = asked.action === 'relabel' ? asked.label : null;
  return item.decision.action === asked.action && (asked.action !== 'relabel' || item.decision.label === label);
}
