import { Fragment } from 'react';
import { Dialog } from '../ui/dialog.js';
import { KEY_HELP } from './review-keys.js';
import styles from './work.module.css';

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className={styles.keys}>
        {KEY_HELP.map(([keys, does]) => (
          <Fragment key={does}>
            <dt>
              {keys.map((key, index) => (
                <Fragment key={key}>
                  {index > 0 && (does.startsWith('The label') ? ' to ' : ' ')}
                  <kbd className={styles.kbd}>{key}</kbd>
                </Fragment>
              ))}
            </dt>
            <dd>{does}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
