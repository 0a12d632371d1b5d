import type { Backdoor } from '@antidote/contracts';
import { HIDDEN_TEXT } from '@antidote/tabular';

/** A backdoor as people may see it: the values that it plants in sensitive columns are values of these columns. */
export function hideTrigger(backdoor: Backdoor | null | undefined, sensitive: readonly string[]): Backdoor | null {
  if (!backdoor) return null;
  const trigger = backdoor.trigger.map(({ column, value }) => ({
    column,
    value: sensitive.includes(column) ? HIDDEN_TEXT : value,
  }));
  return { ...backdoor, trigger };
}
