import type { DecisionRequest, ReviewItem } from '@antidote/contracts';

/** A reviewer's way through a review: what waits, what was decided, and which row is shown. */
export interface ReviewQueue {
  /** The newest known state of each item. */
  items: Record<string, ReviewItem>;
  /** Undecided, in the order in which they come; a skipped one goes to the end. */
  waiting: string[];
  /** Decided by this reviewer, oldest first: what can be gone back to and taken back. */
  decided: string[];
  /** The item that is shown; null when nothing waits. */
  at: string | null;
  /** The choice that was taken back, to be marked when its row is shown again. */
  marked: Record<string, DecisionRequest>;
}

export type QueueEvent =
  | { type: 'decided'; id: string; decision: DecisionRequest }
  | { type: 'confirmed'; item: ReviewItem }
  | { type: 'undone'; id: string }
  | { type: 'refused'; id: string }
  | { type: 'lost'; item: ReviewItem }
  | { type: 'refreshed'; items: ReviewItem[] }
  | { type: 'skipped'; id: string }
  | { type: 'back' }
  | { type: 'forward' };

/** The queue as `reviewer` finds it when the page opens: own decisions in their order, then the first row that waits. */
export function openQueue(items: ReviewItem[], reviewer: string): ReviewQueue {
  const waiting = items.filter((item) => item.decision === null).sort((a, b) => a.position - b.position);
  const decided = items
    .filter((item) => item.decision?.decidedBy === reviewer)
    .sort((a, b) => Date.parse(a.decision!.decidedAt) - Date.parse(b.decision!.decidedAt) || a.position - b.position);
  return {
    items: Object.fromEntries(items.map((item) => [item.id, item])),
    waiting: waiting.map((item) => item.id),
    decided: decided.map((item) => item.id),
    at: waiting[0]?.id ?? null,
    marked: {},
  };
}

const without = (ids: string[], id: string): string[] => ids.filter((other) => other !== id);

/** The row that follows `id` in what waits, from the front again after the last; null when nothing else waits. */
function after(waiting: string[], id: string): string | null {
  const rest = without(waiting, id);
  const index = waiting.indexOf(id);
  return index < 0 ? (waiting[0] ?? null) : (rest[index] ?? rest[0] ?? null);
}

export function reduceQueue(queue: ReviewQueue, event: QueueEvent): ReviewQueue {
  switch (event.type) {
    case 'decided':
      return {
        ...queue,
        waiting: without(queue.waiting, event.id),
        decided: [...without(queue.decided, event.id), event.id],
        at: after(queue.waiting, event.id),
        marked: { ...queue.marked, [event.id]: event.decision },
      };
    case 'confirmed':
      return { ...queue, items: { ...queue.items, [event.item.id]: event.item } };
    case 'undone':
    case 'refused':
      return {
        ...queue,
        waiting: [event.id, ...without(queue.waiting, event.id)],
        decided: without(queue.decided, event.id),
        at: event.id,
      };
    case 'lost':
      return {
        ...queue,
        items: { ...queue.items, [event.item.id]: event.item },
        waiting: without(queue.waiting, event.item.id),
        decided: without(queue.decided, event.item.id),
        at: queue.at === event.item.id ? after(queue.waiting, event.item.id) : queue.at,
      };
    case 'refreshed':
      return event.items.reduce(refreshed, queue);
    case 'skipped':
      return {
        ...queue,
        waiting: queue.waiting.includes(event.id) ? [...without(queue.waiting, event.id), event.id] : queue.waiting,
        at: after(queue.waiting, event.id) ?? queue.at,
      };
    case 'back': {
      const index = queue.at === null ? -1 : queue.decided.indexOf(queue.at);
      const before = index < 0 ? queue.decided.at(-1) : queue.decided[index - 1];
      return before === undefined ? queue : { ...queue, at: before };
    }
    case 'forward': {
      const index = queue.at === null ? -1 : queue.decided.indexOf(queue.at);
      return index < 0 ? queue : { ...queue, at: queue.decided[index + 1] ?? queue.waiting[0] ?? null };
    }
  }
}

/** A row as others have left it: gone where they decided it, back at the end where they took it back. */
function refreshed(queue: ReviewQueue, item: ReviewItem): ReviewQueue {
  if (item.decision !== null) return reduceQueue(queue, { type: 'lost', item });
  const waiting = queue.waiting.includes(item.id) ? queue.waiting : [...queue.waiting, item.id];
  return {
    ...queue,
    items: { ...queue.items, [item.id]: item },
    waiting,
    decided: without(queue.decided, item.id),
    at: queue.at ?? item.id,
  };
}

/** The decision that can be taken back next: the newest one. */
export const undoable = (queue: ReviewQueue): string | undefined => queue.decided.at(-1);

/** The rows to have ready: what comes after the one that is shown. */
export const upcoming = (queue: ReviewQueue, many: number): string[] =>
  queue.waiting.filter((id) => id !== queue.at).slice(0, many);

/** A label that was chosen, as a decision: the given one keeps the row. */
export const chosenLabel = (item: Pick<ReviewItem, 'given'>, label: string): DecisionRequest =>
  label === item.given ? { action: 'keep' } : { action: 'relabel', label };

/** A decision in words: "kept as setosa", "relabelled to virginica", "dropped". */
export function decisionWords(decision: { action: string; label?: string | null }, given: string): string {
  if (decision.action === 'relabel') return `relabelled to ${decision.label}`;
  return decision.action === 'drop' ? 'dropped' : `kept as ${given}`;
}
