import { useId } from 'react';
import styles from './choice.module.css';

/** One of a few: radio buttons side by side, so that arrows move and screen readers count. */
export function Choice<T extends string | number>(props: {
  label: string;
  options: readonly T[];
  value: T;
  text: (option: T) => string;
  onChange: (option: T) => void;
}) {
  const name = useId();
  return (
    <div className={styles.choice} role="radiogroup" aria-label={props.label}>
      {props.options.map((option) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === props.value} onChange={() => props.onChange(option)} />
          {props.text(option)}
        </label>
      ))}
    </div>
  );
}
