import { Textarea } from '@mantine/core';
import { useState } from 'react';

const SHORTEST_REASON = 10;

interface Reason {
  /** As typed. */
  text: string;
  setText: (text: string) => void;
  /** What is sent. */
  reason: string;
  /** What it still lacks, in words; null when it will do. */
  lacks: string | null;
}

/** Why somebody does what stays on record. */
export function useReason(): Reason {
  const [text, setText] = useState('');
  const reason = text.trim();
  const lacks = reason.length < SHORTEST_REASON ? `Say why, in at least ${SHORTEST_REASON} characters.` : null;
  return { text, setText, reason, lacks };
}

/** @param focused whether the dialog opens with the cursor here */
export function ReasonField(props: { of: Reason; description?: string; focused?: boolean }) {
  const { of, description, focused = true } = props;
  return (
    <Textarea
      label="Reason"
      {...(description !== undefined && { description })}
      minRows={3}
      value={of.text}
      onChange={(event) => of.setText(event.currentTarget.value)}
      {...(focused && { 'data-autofocus': true })}
    />
  );
}
