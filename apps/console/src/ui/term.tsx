import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './state.module.css';
import { TERMS } from './words.js';

/** A term with its one-sentence explanation, by pointer, by focus and by touch. */
export function Term({ of, says, children }: { of?: keyof typeof TERMS; says?: string; children: ReactNode }) {
  return (
    <Tooltip
      multiline
      maw={280}
      events={{ hover: true, focus: true, touch: true }}
      transitionProps={{ duration: 0 }}
      label={says ?? (of ? TERMS[of] : '')}
    >
      <button type="button" className={styles.term}>
        {children}
      </button>
    </Tooltip>
  );
}
