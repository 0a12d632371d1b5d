import type { Random } from '@antidote/tabular';
import { drawBelow } from '../kernel/draw-below.js';

/** Draws as many rows as there are, with replacement: how often each was drawn. */
export function bootstrapWeights(weights: Uint16Array, random: Random): void {
  weights.fill(0);
  for (let i = 0; i < weights.length; i++) weights[drawBelow(random, weights.length)]!++;
}
