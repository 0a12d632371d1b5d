/** For so long after a new row appears deciding keys rest, so that a press meant for the row before does not decide it. */
export const GUARD_MS = 150;

export type KeyAction =
  | { do: 'label'; index: number }
  | {
      do:
        | 'keep'
        | 'drop'
        | 'skip'
        | 'undo'
        | 'back'
        | 'forward'
        | 'find'
        | 'differences'
        | 'keys'
        | 'leave'
        | 'type-label';
    };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  repeat: boolean;
}

export interface KeyContext {
  /** The focus is in a field where letters are text. */
  typing: boolean;
  /** A dialog is open and has the keys. */
  dialog: boolean;
  /** Milliseconds since the row that is shown appeared. */
  sinceRow: number;
  /** In schema order. */
  classes: readonly string[];
}

const LETTERS: Record<string, KeyAction['do']> = {
  k: 'keep',
  x: 'drop',
  s: 'skip',
  z: 'undo',
  d: 'differences',
  '/': 'find',
  '?': 'keys',
  arrowleft: 'back',
  arrowright: 'forward',
  escape: 'leave',
};

const DECIDES: ReadonlySet<KeyAction['do']> = new Set(['label', 'keep', 'drop', 'skip']);

/** What a key press means on the review page; null when it means nothing there. */
export function keyAction(press: KeyPress, context: KeyContext): KeyAction | null {
  if (press.repeat || context.dialog || context.typing || press.altKey) return null;
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return key === 'z' ? { do: 'undo' } : null;
  const action = plainKey(key, context.classes);
  return action && DECIDES.has(action.do) && context.sinceRow < GUARD_MS ? null : action;
}

const MOST_KEYED = 9;

/**
 * The key of each label, null for one that is typed. Labels that are digits have themselves, as 4 must not mean "3"; others
 * are counted from 1.
 */
export function labelKeys(classes: readonly string[]): (string | null)[] {
  const isDigit = (label: string) => /^\d$/.test(label);
  const numbers = classes.every((label) => /^\d+$/.test(label));
  if (numbers && (classes.every(isDigit) || classes.length > MOST_KEYED)) {
    return classes.map((label) => (isDigit(label) ? label : null));
  }
  return classes.map((_, index) => (index < MOST_KEYED ? String(index + 1) : null));
}

function plainKey(key: string, classes: readonly string[]): KeyAction | null {
  const keys = labelKeys(classes);
  const index = keys.indexOf(key);
  if (index >= 0) return { do: 'label', index };
  if (key === 'l' && keys.includes(null)) return { do: 'type-label' };
  const meaning = LETTERS[key];
  return meaning === undefined || meaning === 'label' ? null : { do: meaning };
}

/** The keys as the help lists them. */
export const KEY_HELP: [keys: string[], does: string][] = [
  [['0', '9'], 'The label with that key; the given one keeps it'],
  [['L'], 'Type a label, where some have no key'],
  [['K'], 'Keep the label as given'],
  [['X'], 'Drop the row'],
  [['S'], 'Skip: it comes again at the end'],
  [['Z', 'Ctrl Z'], 'Undo, and back to that row'],
  [['←', '→'], 'Earlier rows, and on to the queue'],
  [['/'], 'Find a field'],
  [['D'], 'Only differences'],
  [['?'], 'These keys'],
  [['Esc'], 'Leave the review; it can be continued'],
];
