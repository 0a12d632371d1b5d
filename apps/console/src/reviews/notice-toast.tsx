import { Button, CloseButton } from '@mantine/core';
import { useEffect } from 'react';
import { ProblemPanel } from '../ui/problem-panel.js';
import type { Notice } from './use-decisions.js';
import styles from './work.module.css';

const SHOWN_MS = 6_000;

/** What just happened; a decision offers to be taken back. A refusal stays until it is read. */
export function NoticeToast(props: { notice: Notice | null; onUndo: () => void; onDismiss: () => void }) {
  const { notice, onUndo, onDismiss } = props;
  useEffect(() => {
    if (notice === null || notice.kind === 'refused') return;
    const timer = setTimeout(onDismiss, SHOWN_MS);
    return () => clearTimeout(timer);
    // A new notice starts its own time; the callbacks are made anew with every drawing.
  }, [notice]);
  return (
    <div aria-live="polite">
      {notice && (
        <div className={styles.toast}>
          {notice.kind === 'refused' ? <ProblemPanel error={notice.error} /> : <span>{notice.text}</span>}
          {notice.kind === 'decided' && (
            <Button size="xs" variant="default" onClick={onUndo}>
              Undo (Z)
            </Button>
          )}
          <CloseButton aria-label="Dismiss" onClick={onDismiss} />
        </div>
      )}
    </div>
  );
}
