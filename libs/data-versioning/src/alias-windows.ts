import type { AliasWindow, Promotion } from '@antidote/contracts';

/**
 * Who held which alias from when until when, from the promotions that went live: an alias has one holder, until the
 * next promotion to it goes live. A promotion of the model that holds it already prolongs nothing: the window goes on.
 *
 * @returns the oldest window first
 */
export function aliasWindows(promotions: Iterable<Promotion>): AliasWindow[] {
  const live = [...promotions]
    .filter(({ state, finishedAt, modelVersion }) => state === 'live' && finishedAt !== null && modelVersion !== null)
    .sort((a, b) => (a.finishedAt! < b.finishedAt! ? -1 : a.finishedAt! > b.finishedAt! ? 1 : a.id < b.id ? -1 : 1));
  const windows: AliasWindow[] = [];
  const holders = new Map<string, AliasWindow>();
  for (const { id, registeredModel, alias, modelId, modelVersion, finishedAt } of live) {
    const key = JSON.stringify([registeredModel, alias]);
    const holder = holders.get(key);
    if (holder?.modelId === modelId) continue;
    if (holder) holder.until = finishedAt;
    const window: AliasWindow = {
      registeredModel,
      alias,
      modelId,
      modelVersion: modelVersion!,
      promotionId: id,
      from: finishedAt!,
      until: null,
    };
    holders.set(key, window);
    windows.push(window);
  }
  return windows;
}
