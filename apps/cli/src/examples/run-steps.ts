import { DomainError } from '@antidote/tabular';
import type { Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';

/** One command of a worked example. */
export interface Step {
  /** What it shows, as a sentence. */
  says: string;
  /** The arguments after `antidote`. */
  args: string[];
  /** Wants the server: passed over, with the reason, where there is none. */
  needsServer?: boolean;
}

/** What became of a step: its `--json` document, or the reason why it was passed over. */
export type StepResult = { command: string; exitCode: number; result: unknown } | { command: string; skipped: string };

/**
 * Runs the commands one after the other, each shown as one would type it before it runs and followed by its own words.
 *
 * @throws whatever a step throws; but for a server that is missing, the rest is done without it
 */
export async function runSteps(steps: readonly Step[], terminal: Terminal): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [index, { says, args, needsServer }] of steps.entries()) {
    const command = `antidote ${args.map(shellWord).join(' ')}`;
    terminal.note(`\n${index + 1}. ${says}\n$ ${command}`);
    try {
      const { text, json, exitCode = EXIT.done } = await terminal.run(args);
      terminal.note(text.trimEnd());
      results.push({ command, exitCode, result: json });
    } catch (error) {
      if (!needsServer || !(error instanceof DomainError) || error.code !== 'service_unavailable') throw error;
      terminal.note(`passed over: ${error.message}`);
      results.push({ command, skipped: error.message });
    }
  }
  return results;
}

/** A word as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
