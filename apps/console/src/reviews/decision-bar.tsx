import { TextInput } from '@mantine/core';
import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import type { DecisionRequest, ReviewItem } from '@antidote/contracts';
import { Icon } from '../ui/icons.js';
import { labelKeys } from './review-keys.js';
import { chosenLabel } from './review-queue.js';
import styles from './work.module.css';

/** From here on a phone has three labels in a line. */
const MANY_LABELS = 4;

/** Every label with equal weight, in schema order, then drop and skip. Agreeing costs what disagreeing costs. */
export function DecisionBar(props: {
  item: ReviewItem;
  classes: string[];
  chosen: DecisionRequest | null;
  /** Why nothing can be decided; null where it can. */
  closed: string | null;
  typed: RefObject<HTMLInputElement | null>;
  onDecide: (decision: DecisionRequest) => void;
  onSkip: () => void;
}) {
  const { item, classes, chosen, closed } = props;
  const keys = labelKeys(classes);
  const chosenText = chosen?.action === 'keep' ? item.given : chosen?.action === 'relabel' ? chosen.label : null;
  return (
    <div className={styles.bottom} data-many={classes.length > MANY_LABELS} role="group" aria-label="Decision">
      {classes.map((label, index) => (
        <button
          key={label}
          type="button"
          className={styles.decision}
          data-label
          disabled={closed !== null}
          aria-pressed={chosenText === label}
          onClick={() => props.onDecide(chosenLabel(item, label))}
        >
          {keys[index] && <kbd className={styles.kbd}>{keys[index]}</kbd>}
          <span>
            {label}
            <small data-given={label === item.given}>
              {label === item.given ? 'keep as given' : 'change the label'}
            </small>
          </span>
        </button>
      ))}
      {keys.includes(null) && closed === null && <TypedLabel {...props} />}
      <span className={styles.rule} />
      <button
        type="button"
        className={styles.decision}
        disabled={closed !== null}
        aria-pressed={chosen?.action === 'drop'}
        onClick={() => props.onDecide({ action: 'drop' })}
      >
        <Icon name="trash" />
        Drop row
        <kbd className={styles.kbd}>X</kbd>
      </button>
      <button type="button" className={styles.decision} onClick={props.onSkip}>
        Skip
        <kbd className={styles.kbd}>S</kbd>
      </button>
      {closed !== null && <p className={styles.closed}>{closed}</p>}
    </div>
  );
}

function TypedLabel(props: Parameters<typeof DecisionBar>[0]) {
  const [text, setText] = useState('');
  const list = useId();
  const enter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !props.classes.includes(text)) return;
    event.preventDefault();
    setText('');
    props.typed.current?.blur();
    props.onDecide(chosenLabel(props.item, text));
  };
  return (
    <>
      <TextInput
        className={styles.typed}
        ref={props.typed}
        aria-label="Type a label, then Enter"
        placeholder="Label (L)"
        list={list}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={enter}
      />
      <datalist id={list}>
        {props.classes.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
    </>
  );
}
