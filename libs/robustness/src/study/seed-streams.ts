import { Random } from '@antidote/tabular';

/** Streams under the study's seed; each is apart from the others and from those of poisoning (1) and training (2). */
const SPLIT = 3;
const POISON = 4;
const FIT = 5;
const NAIVE = 6;

export const splitRandom = (seed: number, seedIndex: number) => new Random(seed, SPLIT, seedIndex);

/** The attack's seed: the same at every level and for every model, so that their results are paired. */
export const poisonSeed = (seed: number, seedIndex: number) => drawSeed(new Random(seed, POISON, seedIndex));

/** Of the attack on the scored rows' labels, which shows what a poisoned test reads. */
export const naiveSeed = (seed: number, seedIndex: number) => drawSeed(new Random(seed, NAIVE, seedIndex));

export const fitSeed = (seed: number, seedIndex: number) => drawSeed(new Random(seed, FIT, seedIndex));

const drawSeed = (random: Random) => Math.floor(random.uniform() * Number.MAX_SAFE_INTEGER);
