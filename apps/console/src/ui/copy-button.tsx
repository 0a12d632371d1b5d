import { useEffect, useState } from 'react';
import { Icon } from './icons.js';
import styles from './state.module.css';

/** A text in mono that is copied when pressed; `text` is shown, `copy` goes to the clipboard. */
export function CopyButton({ text, copy = text, what }: { text: string; copy?: string; what: string }) {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  const press = () => {
    // Pages served without encryption from another host have no clipboard; the title still holds the whole text.
    const written = navigator.clipboard?.writeText(copy) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setSaid('copied'),
      () => setSaid('cannot copy here'),
    );
  };
  return (
    <button type="button" className={styles.digest} title={copy} aria-label={`${text}, copy ${what}`} onClick={press}>
      {text}
      <Icon name={said === 'copied' ? 'check' : 'copy'} size={12} />
      <span role="status">{said}</span>
    </button>
  );
}
