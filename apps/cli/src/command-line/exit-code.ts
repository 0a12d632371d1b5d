import type { ErrorCode } from '@antidote/contracts';

/** What the shell is told. */
export const EXIT = { done: 0, refused: 1, badInput: 2, unreachable: 3, defect: 70 } as const;

/** The exit code of an error code: what a gate refused, what could not be reached, a defect, else bad input. */
export function exitCodeOf(code: ErrorCode): number {
  if (code === 'gate_refused') return EXIT.refused;
  if (code === 'service_unavailable') return EXIT.unreachable;
  if (code === 'defect') return EXIT.defect;
  return EXIT.badInput;
}
