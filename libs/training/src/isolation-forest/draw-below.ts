import type { Random } from '@antidote/tabular';

/** A whole number in [0, n) from one draw; its bias is below n / 2^32, which no forest can notice. */
export function drawBelow(random: Random, n: number): number {
  return Math.floor((random.uint32() * n) / 4294967296);
}
