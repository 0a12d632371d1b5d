import { AsyncLocalStorage } from 'node:async_hooks';

const origin = new AsyncLocalStorage<string>();

/** Runs `work` so that every audit event in it says what it was asked through: `session`, or the prefix of a key. */
export const withOrigin = <T>(via: string, work: () => T): T => origin.run(via, work);

export const currentOrigin = (): string | null => origin.getStore() ?? null;
