/**
 * Like `Promise.all`, but a fault is thrown only once the rest has ended too: what is still on its way when a caller
 * begins anew would be logged twice.
 */
export async function settle<T extends readonly unknown[] | []>(
  work: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
