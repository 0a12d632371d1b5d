import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { Dialog } from './dialog.js';
import styles from './form.module.css';
import { ProblemPanel } from './problem-panel.js';

/** A form in a dialog: what it does, its fields, a problem beside them when it is refused. */
export function DialogForm(props: {
  title: string;
  says?: string;
  submit: string;
  pending: boolean;
  error: unknown;
  /** Why it cannot be sent yet, in words; null when it can. */
  notYet?: string | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.pending && !props.notYet) props.onSubmit();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form className={styles.form} onSubmit={submit}>
        {props.says && <p>{props.says}</p>}
        {props.children}
        {props.error != null && <ProblemPanel error={props.error} />}
        {props.notYet && <p role="status">{props.notYet}</p>}
        <div className={styles.buttons}>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={props.pending} disabled={Boolean(props.notYet)}>
            {props.submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
