import type { RunKind, RunRequest } from '@antidote/contracts';

/** What is asked of a run of this kind. */
export type RequestOf<K extends RunKind> = Extract<RunRequest, { kind: K }>;
