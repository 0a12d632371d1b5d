// The AssemblyScript form of src/kernel/heap.ts: plain loads and stores of linear memory.

@final
class Bytes {
  @inline @operator('[]') get(at: i32): i32 {
    return <i32>load<u8>(at);
  }
  @inline @operator('[]=') set(at: i32, value: i32): void {
    store<u8>(at, value);
  }
}

@final
class Words {
  @inline @operator('[]') get(at: i32): i32 {
    return load<i32>(at << 2);
  }
  @inline @operator('[]=') set(at: i32, value: i32): void {
    store<i32>(at << 2, value);
  }
}

@final
class Doubles {
  @inline @operator('[]') get(at: i32): f64 {
    return load<f64>(at << 3);
  }
  @inline @operator('[]=') set(at: i32, value: f64): void {
    store<f64>(at << 3, value);
  }
}

export const bytes = changetype<Bytes>(0);
export const words = changetype<Words>(0);
export const doubles = changetype<Doubles>(0);

// @ts-ignore: decorator
@inline
export function multiply(a: i32, b: i32): i32 {
  return a * b;
}

// @ts-ignore: decorator
@inline
export function trailingZeros(word: i32): i32 {
  return ctz(word);
}

// @ts-ignore: decorator
@inline
export function scaled(random: i32, count: i32): i32 {
  return <i32>((<u64>(<u32>random) * <u64>count) >> 32);
}

// @ts-ignore: decorator
@inline
export function rounded(value: f64, quantum: f64): f64 {
  return floor(value / quantum + 0.5) * quantum;
}

// @ts-ignore: decorator
@inline
export function truncated(value: f64): i32 {
  return <i32>value;
}
