/** Mixes two 32-bit words into one (the finaliser of MurmurHash3 over their combination). */
function mix(state: number, word: number): number {
  let h = (state ^ Math.imul(word ^ (word >>> 16), 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  h = (h ^ (h >>> 16)) >>> 0;
  return (Math.imul(h, 5) + 0xe6546b64) >>> 0;
}

/**
 * A seeded stream of random numbers: xoshiro128** over a state hashed from the seed and the stream numbers, so that
 * neighbouring seeds and streams are unrelated and no result depends on the order in which streams are used.
 *
 * @see Blackman & Vigna, Scrambled Linear Pseudorandom Number Generators (2021)
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /**
   * @param seed integer from 0 to 2^53 - 1
   * @param stream names an independent stream under the seed, such as [STREAM, treeIndex]
   */
  constructor(seed: number, ...stream: number[]) {
    let h = mix(mix(0x9e3779b9, seed >>> 0), Math.floor(seed / 4294967296) >>> 0);
    for (const word of stream) h = mix(mix(h, word >>> 0), Math.floor(word / 4294967296) >>> 0);
    this.a = h = mix(h, 1);
    this.b = h = mix(h, 2);
    this.c = h = mix(h, 3);
    this.d = mix(h, 4) | 1;
  }

  /** The next 32 random bits as an unsigned integer. */
  uint32(): number {
    const x = Math.imul(this.b, 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in [0, n), without bias; n from 1 to 2^32. */
  below(n: number): number {
    const limit = 4294967296 - (4294967296 % n);
    let word = this.uint32();
    while (word >= limit) word = this.uint32();
    return word % n;
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends { length: number; [index: number]: number }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
    return values;
  }

  /** `count` different integers from [0, n), ascending. */
  sample(n: number, count: number): Uint32Array {
    const all = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < count; i++) {
      const j = i + this.below(n - i);
      const kept = all[i]!;
      all[i] = all[j]!;
      all[j] = kept;
    }
    return all.slice(0, count).sort();
  }
}
