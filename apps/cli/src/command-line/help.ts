import type { Command } from './command.js';
import { COMMON_FLAGS, type Flag, type FlagTable } from './flag.js';
import { flagName } from './parse-arguments.js';

const WIDTH = 100;
/** Below the help of each command that speaks of a VERSION. */
const VERSION_NOTE =
  'VERSION is what the first 8 or more characters of its digest or id name, alone or as DATASET@DIGEST; a DATASET names its newest version.';

/** The overview: every command with its one line, by group. */
export function overview(
  groups: readonly { title: string; commands: readonly { name: string; summary: string }[] }[],
): string {
  const widest = Math.max(...groups.flatMap((group) => group.commands.map((command) => command.name.length)));
  const lines = ['Usage: antidote COMMAND [flags]', ''];
  for (const { title, commands } of groups) {
    lines.push(title);
    for (const { name, summary } of commands) lines.push(`  ${name.padEnd(widest)}  ${summary}`);
    lines.push('');
  }
  lines.push('`antidote COMMAND --help` shows the flags of a command; `antidote --version` the version.');
  lines.push(
    'Exit codes: 0 done, 1 a gate or check said no, 2 bad input, 3 a service could not be reached, 70 a defect.',
  );
  return `${lines.join('\n')}\n`;
}

/** A command's help, made from its flag table. */
export function commandHelp(name: string, summary: string, command: Command): string {
  const table: FlagTable = { ...command.flags, ...COMMON_FLAGS };
  const entries = Object.entries(table).map(([key, flag]) => ({ head: head(key, flag), text: describe(flag) }));
  const widest = Math.min(34, Math.max(...entries.map((entry) => entry.head.length)));
  const needed = Object.entries(command.flags)
    .filter(([, flag]) => flag.required)
    .map(([key, flag]) => head(key, flag));
  const lines = [
    `Usage: ${['antidote', name, ...(command.positionals ?? []), ...needed, '[flags]'].join(' ')}`,
    '',
    summary,
    '',
  ];
  for (const { head, text } of entries) {
    const [first = '', ...rest] = wrap(text, WIDTH - widest - 4);
    if (head.length > widest) lines.push(`  ${head}`, `  ${' '.repeat(widest)}  ${first}`);
    else lines.push(`  ${head.padEnd(widest)}  ${first}`);
    for (const line of rest) lines.push(`  ${' '.repeat(widest)}  ${line}`);
  }
  lines.push('', 'Inside a flag - and _ are the same: --data-path is --data_path.');
  if (command.notes) lines.push('', ...command.notes.split('\n').flatMap((line) => wrap(line, WIDTH)));
  if (lines.some((line) => /\bVERSION\b/.test(line))) lines.push('', ...wrap(VERSION_NOTE, WIDTH));
  return `${lines.join('\n')}\n`;
}

function head(key: string, flag: Flag<unknown>): string {
  return flag.placeholder === undefined ? flagName(key) : `${flagName(key)} ${flag.placeholder}`;
}

function describe(flag: Flag<unknown>): string {
  const facts = [];
  if (flag.required) facts.push('required');
  if (flag.repeated) facts.push('may be repeated');
  if (flag.defaultText !== undefined) facts.push(`default ${flag.defaultText}`);
  return facts.length > 0 ? `${flag.describe} (${facts.join(', ')})` : flag.describe;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
