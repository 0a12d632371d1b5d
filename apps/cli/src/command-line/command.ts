import type { COMMON_FLAGS, FlagTable, FlagValues } from './flag.js';

/** What a command gets besides its flags. Results go to stdout, everything else to stderr. */
export interface Terminal {
  out(text: string): void;
  note(text: string): void;
  /** Does another command and gives its answer, written nowhere; `args` stand as after `antidote`. */
  run(args: readonly string[]): Promise<Outcome>;
}

/** What a command answers: the text for people or, under `--json`, the document; and the exit code, 0 unless told. */
export interface Outcome {
  text: string;
  json: unknown;
  exitCode?: number;
}

/** A command as its file exports it. Texts stand in `commands.ts`, so that the overview loads no command. */
export interface Command<T extends FlagTable = FlagTable> {
  flags: T;
  /** Names of what stands without a flag, in order; all are required. */
  positionals?: string[];
  /** Shown below the flags in the command's help. */
  notes?: string;
  run(values: FlagValues<T & typeof COMMON_FLAGS>, terminal: Terminal, positionals: string[]): Promise<Outcome>;
}

/** Keeps the types of the flag table for `run`. */
export function defineCommand<T extends FlagTable>(command: Command<T>): Command<T> {
  return command;
}
