import type { ReactNode } from 'react';
import styles from './table.module.css';

/** A table in a box that scrolls by itself and can take the focus, so that the keyboard reaches every column. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.scroll} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table}>{children}</table>
    </div>
  );
}

/** A value with its interval in the muted ink. */
export const WithInterval = ({ value, interval }: { value: string; interval: string }) => (
  <>
    {value}
    <span className={styles.interval}>{interval}</span>
  </>
);
