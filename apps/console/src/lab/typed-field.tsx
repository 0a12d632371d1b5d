import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Read } from '../ui/read-field.js';

/** A field that keeps what is typed, and hands on what it means once it means something. */
export function TypedField<T>(props: {
  label: string;
  description?: string;
  value: T;
  text: (value: T) => string;
  read: (typed: string) => Read<T>;
  onChange: (value: T) => void;
  inputMode?: 'decimal' | 'numeric';
}) {
  const { value, text, read, onChange } = props;
  const [typed, setTyped] = useState(text(value));
  const meant = read(typed);
  // A value that came from elsewhere (the document beside the form) takes the place of what was typed.
  const [last, setLast] = useState(text(value));
  if (text(value) !== last) {
    setLast(text(value));
    if (meant.value === null || text(meant.value) !== text(value)) setTyped(text(value));
  }
  return (
    <TextInput
      label={props.label}
      description={props.description}
      inputMode={props.inputMode}
      value={typed}
      error={meant.fault}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const now = read(next);
        if (now.value !== null) onChange(now.value);
      }}
    />
  );
}
