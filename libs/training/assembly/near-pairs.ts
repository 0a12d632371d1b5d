// Pairs of points that may be near, by distances in single precision, sixteen at a time; see src/resampling/near-pairs.ts.
// Addresses are in bytes. A block holds BLOCK points: their coordinates (f32), axis by axis, then their categories (i32),
// column by column.

const BLOCK: i32 = 64;
const LINE: i32 = 4 * BLOCK;
/** Axes after which a group of sixteen is given up when all of its points are too far apart already. */
const STRIDE: i32 = 16;

/**
 * Writes a word for each pair of points (one of each block, both below `oneCount` and `otherCount`) whose distance is
 * at most the limit of either: point of one * BLOCK + point of the other. In one and the same block each pair comes once.
 *
 * @returns the end of the words
 */
export function nearPairs(
  one: i32,
  other: i32,
  axes: i32,
  categoryColumns: i32,
  mismatch: f32,
  oneLimits: i32,
  otherLimits: i32,
  oneCount: i32,
  otherCount: i32,
  pairs: i32,
): i32 {
  const isSame = one == other;
  const different = f32x4.splat(mismatch);
  for (let i = 0; i < oneCount; i++) {
    const own = v128.load_splat<f32>(oneLimits + (i << 2));
    for (let j = isSame ? (i + 1) & ~15 : 0; j < otherCount; j += 16) {
      const limits = otherLimits + (j << 2);
      const limitA = f32x4.max(own, v128.load(limits));
      const limitB = f32x4.max(own, v128.load(limits, 16));
      const limitC = f32x4.max(own, v128.load(limits, 32));
      const limitD = f32x4.max(own, v128.load(limits, 48));
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      let query = one + (i << 2);
      let at = other + (j << 2);
      let axis = 0;
      let isNear = true;
      while (axis < axes && isNear) {
        const until = min(axis + STRIDE, axes);
        for (; axis < until; axis++) {
          const value = v128.load_splat<f32>(query);
          const gapA = f32x4.sub(v128.load(at), value);
          const gapB = f32x4.sub(v128.load(at, 16), value);
          const gapC = f32x4.sub(v128.load(at, 32), value);
          const gapD = f32x4.sub(v128.load(at, 48), value);
          a = f32x4.add(a, f32x4.mul(gapA, gapA));
          b = f32x4.add(b, f32x4.mul(gapB, gapB));
          c = f32x4.add(c, f32x4.mul(gapC, gapC));
          d = f32x4.add(d, f32x4.mul(gapD, gapD));
          query += LINE;
          at += LINE;
        }
        isNear = v128.any_true(
          v128.or(
            v128.or(f32x4.le(a, limitA), f32x4.le(b, limitB)),
            v128.or(f32x4.le(c, limitC), f32x4.le(d, limitD)),
          ),
        );
      }
      if (!isNear) continue;
      for (let column = 0; column < categoryColumns; column++) {
        const code = v128.load_splat<u32>(query);
        a = f32x4.add(a, v128.and(different, i32x4.ne(v128.load(at), code)));
        b = f32x4.add(b, v128.and(different, i32x4.ne(v128.load(at, 16), code)));
        c = f32x4.add(c, v128.and(different, i32x4.ne(v128.load(at, 32), code)));
        d = f32x4.add(d, v128.and(different, i32x4.ne(v128.load(at, 48), code)));
        query += LINE;
        at += LINE;
      }
      let bits =
        i32x4.bitmask(f32x4.le(a, limitA)) |
        (i32x4.bitmask(f32x4.le(b, limitB)) << 4) |
        (i32x4.bitmask(f32x4.le(c, limitC)) << 8) |
        (i32x4.bitmask(f32x4.le(d, limitD)) << 12);
      while (bits != 0) {
        const point = j + ctz(bits);
        bits &= bits - 1;
        if (point >= otherCount || (isSame && point <= i)) continue;
        store<i32>(pairs, i * BLOCK + point);
        pairs += 4;
      }
    }
  }
  return pairs;
}
