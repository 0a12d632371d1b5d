import type { ReactNode } from 'react';
import type { ReviewState, RunState, VersionKind } from '@antidote/contracts';
import { Icon, type IconName } from './icons.js';
import styles from './state.module.css';
import { RUN_STATE_WORDS, VERSION_KIND_WORDS } from './words.js';

export type Role = 'plain' | 'accent' | 'pass' | 'warn' | 'poisoned' | 'block';

/** A state: icon, word and colour, so that none of them carries it alone. */
export const Badge = ({ role, icon, children }: { role: Role; icon: IconName; children: ReactNode }) => (
  <span className={styles.badge} data-role={role}>
    <Icon name={icon} size={13} />
    {children}
  </span>
);

const KINDS: Record<VersionKind, [Role, IconName]> = {
  original: ['plain', 'data'],
  poisoned: ['poisoned', 'poison'],
  cleaned: ['pass', 'check'],
  resampled: ['plain', 'data'],
  filtered: ['pass', 'shield'],
};

export const VersionKindBadge = ({ kind }: { kind: VersionKind }) => (
  <Badge role={KINDS[kind][0]} icon={KINDS[kind][1]}>
    {VERSION_KIND_WORDS[kind]}
  </Badge>
);

const RUNS: Record<RunState, [Role, IconName]> = {
  queued: ['plain', 'clock'],
  running: ['accent', 'clock'],
  succeeded: ['pass', 'check'],
  failed: ['block', 'stop'],
  cancelled: ['plain', 'stop'],
};

export const RunStateBadge = ({ state }: { state: RunState }) => (
  <Badge role={RUNS[state][0]} icon={RUNS[state][1]}>
    {RUN_STATE_WORDS[state]}
  </Badge>
);

const REVIEWS: Record<ReviewState, [Role, IconName, string]> = {
  open: ['warn', 'question', 'Open'],
  finished: ['accent', 'check', 'Finished'],
  applied: ['pass', 'check', 'Applied'],
};

export const ReviewStateBadge = ({ state }: { state: ReviewState }) => (
  <Badge role={REVIEWS[state][0]} icon={REVIEWS[state][1]}>
    {REVIEWS[state][2]}
  </Badge>
);
