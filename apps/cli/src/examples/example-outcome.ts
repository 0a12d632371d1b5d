import type { Outcome } from '../command-line/command.js';
import type { StepResult } from './run-steps.js';

/** The last words of a worked example. A step that a gate refused does not fail the example: that is what gates do. */
export function exampleOutcome(folder: string, results: StepResult[], closing: string): Outcome {
  const skipped = results.filter((step) => 'skipped' in step).length;
  const left = skipped > 0 ? ` ${skipped} passed over, for want of a server.` : '';
  return {
    text: `\n${results.length - skipped} steps done.${left} What they made lies in ${folder}.\n${closing}\n`,
    json: { folder, steps: results },
  };
}
