import { DomainError } from '@antidote/tabular';
import type { Command } from './command.js';
import { COMMON_FLAGS, type Flag, type FlagTable, type FlagValues } from './flag.js';
import { suggest } from './suggest.js';

export interface ParsedArguments<T extends FlagTable> {
  values: FlagValues<T & typeof COMMON_FLAGS>;
  positionals: string[];
}

/** `dataPath` as it is shown and typed: `--data_path`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

/**
 * Reads the arguments after the command's name by its flag table. `-` and `_` are the same inside a flag's name;
 * `--name value` and `--name=value` are the same; `--` ends the flags.
 *
 * @throws DomainError `unknown_option` with a suggestion, `invalid_argument` for a missing, doubled or wrong value
 */
export function parseArguments<T extends FlagTable>(
  name: string,
  command: Pick<Command<T>, 'flags' | 'positionals'>,
  args: readonly string[],
): ParsedArguments<T> {
  const table: FlagTable = { ...command.flags, ...COMMON_FLAGS };
  const keys = new Map(Object.keys(table).map((key) => [flagName(key), key]));
  const given = new Map<string, { texts: string[]; written: string }>();
  const positionals: string[] = [];

  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--') {
      positionals.push(...args.slice(i + 1));
      break;
    }
    if (arg === '-' || !arg.startsWith('-')) {
      positionals.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const written = equals < 0 ? arg : arg.slice(0, equals);
    const canonical = written === '-h' ? '--help' : `--${written.slice(2).replaceAll('-', '_')}`;
    const key = written.startsWith('--') || written === '-h' ? keys.get(canonical) : undefined;
    if (key === undefined) throw unknownFlag(name, written, canonical, [...keys.keys()]);
    const flag = table[key]!;
    let value: string;
    if (equals >= 0) value = arg.slice(equals + 1);
    else if (flag.placeholder === undefined) value = 'true';
    else value = nextValue(args[++i], written, flag);
    const earlier = given.get(key);
    if (earlier && !flag.repeated) throw new DomainError('invalid_argument', `${written} is given twice.`);
    if (earlier) earlier.texts.push(value);
    else given.set(key, { texts: [value], written });
  }

  const values: Record<string, unknown> = {};
  const helpWanted = given.has('help');
  for (const [key, flag] of Object.entries(table)) {
    const found = given.get(key);
    if (found) values[key] = flag.parse(found.texts, found.written);
    else if (flag.required && !helpWanted) throw missing(name, `${flagName(key)} ${flag.placeholder}`);
    else values[key] = flag.absent;
  }
  if (!helpWanted) checkPositionals(name, command.positionals ?? [], positionals, table);
  return { values: values as ParsedArguments<T>['values'], positionals };
}

function nextValue(value: string | undefined, written: string, flag: Flag<unknown>): string {
  const isFlag = value !== undefined && value.startsWith('-') && value !== '-' && !/^-[\d.]/.test(value);
  if (value !== undefined && !isFlag) return value;
  const remedy = isFlag ? ` (for a value that begins with a dash write ${written}=${value})` : '';
  throw new DomainError('invalid_argument', `${written} wants a value: ${written} ${flag.placeholder}${remedy}.`);
}

function unknownFlag(name: string, written: string, canonical: string, known: string[]): DomainError {
  const near = suggest(canonical, known);
  const hint = near ? `did you mean ${near}?` : `\`antidote ${name} --help\` lists the flags.`;
  return new DomainError('unknown_option', `${name} has no flag ${written}; ${hint}`);
}

function missing(name: string, what: string): DomainError {
  return new DomainError('invalid_argument', `${name} wants ${what}; \`antidote ${name} --help\` shows how.`);
}

function checkPositionals(name: string, wanted: string[], given: string[], table: FlagTable): void {
  if (given.length < wanted.length) throw missing(name, wanted[given.length]!);
  const extra = given[wanted.length];
  if (extra === undefined) return;
  const hint = 'dataPath' in table ? `; a file is given as --data_path ${extra}` : '';
  throw new DomainError('invalid_argument', `${name} has no use for "${extra}"${hint}.`);
}
