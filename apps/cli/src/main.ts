import { readFileSync } from 'node:fs';
import { DomainError } from '@antidote/tabular';
import { COMMANDS, ENTRIES } from './commands.js';
import type { Terminal } from './command-line/command.js';
import { EXIT, exitCodeOf } from './command-line/exit-code.js';
import { parseArguments } from './command-line/parse-arguments.js';
import { suggest } from './command-line/suggest.js';

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${text}\n`),
  run: async (args) => {
    const { command, values, positionals } = await understand(args);
    return command.run(values, terminal, positionals);
  },
};

/** Runs one command line and returns the exit code; never throws. */
export async function run(args: readonly string[]): Promise<number> {
  // A reader that stops early (`antidote predict ... | head`) is no fault of ours.
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') process.exit(EXIT.done);
    terminal.note(`antidote: the standard output cannot be written: ${message}.`);
    process.exit(EXIT.badInput);
  });
  try {
    return await dispatch(args);
  } catch (error) {
    return report(error, args.includes('--json'));
  }
}

async function dispatch(args: readonly string[]): Promise<number> {
  const [first, second] = args;
  if (first === '--version' || first === '-V') {
    terminal.out(`${version()}\n`);
    return EXIT.done;
  }
  if (first === undefined || first === '--help' || first === '-h' || (first === 'help' && second === undefined)) {
    const { overview } = await import('./command-line/help.js');
    terminal.out(overview(COMMANDS));
    return first === undefined ? EXIT.badInput : EXIT.done;
  }
  if (first === 'help') return dispatch([...args.slice(1), '--help']);

  const { found, command, values, positionals } = await understand(args);
  if (values.help) {
    const { commandHelp } = await import('./command-line/help.js');
    terminal.out(commandHelp(found.name, found.summary, command));
    return EXIT.done;
  }
  const outcome = await command.run(values, terminal, positionals);
  terminal.out(values.json ? `${JSON.stringify(outcome.json)}\n` : outcome.text);
  return outcome.exitCode ?? EXIT.done;
}

/** The command that is named, loaded, and what its flags say. @throws DomainError `unknown_option`, `invalid_argument` */
async function understand(args: readonly string[]) {
  const [first = '', second] = args;
  const found = ENTRIES.find(({ name }) => name === first || name === `${first} ${second}`);
  if (!found) throw unknownCommand(first, second);
  const command = await found.load();
  const parsed = parseArguments(found.name, command, args.slice(found.name.split(' ').length));
  return { found, command, ...parsed };
}

function unknownCommand(first: string, second: string | undefined): DomainError {
  const group = ENTRIES.map(({ name }) => name).filter((name) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const near = second && suggest(`${first} ${second}`, group);
    const hint = near ? `did you mean \`antidote ${near}\`?` : `there is ${group.join(', ')}.`;
    return new DomainError('unknown_option', `no command "${[first, second].filter(Boolean).join(' ')}"; ${hint}`);
  }
  const near = suggest(
    first,
    ENTRIES.map(({ name }) => name),
  );
  const hint = near ? `did you mean \`antidote ${near}\`?` : '`antidote --help` lists the commands.';
  return new DomainError('unknown_option', `no command "${first}"; ${hint}`);
}

/** Says what went wrong: one line for an expected refusal, the stack only for a defect. */
function report(error: unknown, json: boolean): number {
  const refusal = asRefusal(error);
  const code = refusal?.code ?? 'defect';
  const message = error instanceof Error ? error.message : String(error);
  if (refusal) terminal.note(`antidote: ${message}`);
  else
    terminal.note(
      `antidote: a defect, please report it: ${error instanceof Error ? (error.stack ?? message) : message}`,
    );
  if (json) terminal.out(`${JSON.stringify({ error: { code, message } })}\n`);
  return exitCodeOf(code);
}

/** Errors of services that could not be reached carry their own class; the rest of the refusals are DomainErrors. */
function asRefusal(error: unknown): Pick<DomainError, 'code'> | undefined {
  if (error instanceof DomainError) return error;
  if (error instanceof Error && error.name === 'MlflowUnreachableError') return { code: 'service_unavailable' };
  return undefined;
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}
