import { useEffect, useRef } from 'react';
import { keyAction, type KeyAction } from './review-keys.js';

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"]';

/** Listens to the keys of the review page; `row` names what is shown, so that a new row starts the guard anew. */
export function useKeys(options: {
  row: string | null;
  classes: readonly string[];
  dialog: boolean;
  act: (action: KeyAction) => void;
}) {
  const latest = useRef(options);
  latest.current = options;
  const since = useRef(0);
  useEffect(() => {
    since.current = performance.now();
  }, [options.row]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const field = event.target instanceof Element && event.target.matches(TYPED_INTO);
      if (field && event.key === 'Escape' && event.target instanceof HTMLElement) {
        event.target.blur();
        return;
      }
      const { classes, dialog, act } = latest.current;
      const sinceRow = performance.now() - since.current;
      const action = keyAction(event, { typing: field, dialog, sinceRow, classes });
      if (action === null) return;
      event.preventDefault();
      act(action);
    };
    // First in line: the key that closes a dialog must still find it open here, or it would leave the review as well.
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
}
