import { availableParallelism } from 'node:os';
import { DomainError } from '@antidote/tabular';

/** One flag of a command. The key in the command's table is its name in camelCase: `dataPath` is `--data_path`. */
export interface Flag<T> {
  describe: string;
  /** Stands for the value in the help text; a flag without one is a switch. */
  placeholder?: string;
  required?: boolean;
  /** May be given several times. */
  repeated?: boolean;
  /** Said in the help text. */
  defaultText?: string;
  /** The value of a flag that was not given. */
  absent: T;
  /** Turns the given texts (one, unless repeated) into the value. `name` is as the user wrote it. */
  parse(texts: string[], name: string): T;
}

export type FlagTable = Record<string, Flag<unknown>>;

export type FlagValues<T extends FlagTable> = { [K in keyof T]: T[K] extends Flag<infer V> ? V : never };

interface Options<D> {
  placeholder?: string;
  default?: D;
}

/** A switch: false unless given. `--force=false` is accepted for scripts. */
export function toggle(describe: string): Flag<boolean> {
  return {
    describe,
    absent: false,
    parse([text], name) {
      if (text === 'true' || text === 'false') return text === 'true';
      throw new DomainError('invalid_argument', `${name} is a switch and takes no value, got "${text}".`);
    },
  };
}

export function text(describe: string, options: Options<string> & { placeholder: string }): Flag<string | undefined> {
  return {
    describe,
    placeholder: options.placeholder,
    defaultText: options.default,
    absent: options.default,
    parse: ([given], name) => notEmpty(given!, name),
  };
}

/** A flag that must be given. */
export function required<T>(flag: Flag<T>): Flag<Exclude<T, undefined>> {
  return { ...flag, required: true } as Flag<Exclude<T, undefined>>;
}

export function choice<const C extends string>(
  describe: string,
  choices: readonly C[],
  initial: C,
  aliases: Record<string, C> = {},
): Flag<C> {
  return {
    describe: `${describe}: ${choices.join(', ')}`,
    placeholder: 'NAME',
    defaultText: initial,
    absent: initial,
    parse: ([given], name) => oneOf(given!, name, choices, aliases),
  };
}

export function choices<const C extends string>(
  describe: string,
  allowed: readonly C[],
  initial: readonly C[],
  aliases: Record<string, C> = {},
): Flag<C[]> {
  return {
    describe: `${describe}: ${allowed.join(', ')}`,
    placeholder: 'NAME,...',
    defaultText: initial.join(','),
    absent: [...initial],
    parse: ([given], name) =>
      different(
        split(given!, name).map((item) => oneOf(item, name, allowed, aliases)),
        name,
      ),
  };
}

interface Range {
  min: number;
  max: number;
}

export function number(describe: string, range: Range & Options<number>): Flag<number | undefined> {
  return {
    describe,
    placeholder: range.placeholder ?? 'NUMBER',
    defaultText: range.default?.toString(),
    absent: range.default,
    parse: ([given], name) => toNumber(given!, name, range),
  };
}

export function numbers(describe: string, range: Range & { default: number[] }): Flag<number[]> {
  return {
    describe,
    placeholder: 'NUMBER,...',
    defaultText: range.default.join(','),
    absent: range.default,
    parse: ([given], name) =>
      different(
        split(given!, name).map((item) => toNumber(item, name, range)),
        name,
      ),
  };
}

export function integer(describe: string, range: Range & { default: number; placeholder?: string }): Flag<number>;
export function integer(describe: string, range: Range & Options<number>): Flag<number | undefined>;
export function integer(describe: string, range: Range & Options<number>): Flag<number | undefined> {
  const flag = number(describe, range);
  return {
    ...flag,
    placeholder: range.placeholder ?? 'COUNT',
    parse(texts, name) {
      const value = flag.parse(texts, name)!;
      if (Number.isInteger(value)) return value;
      throw new DomainError('invalid_argument', `${name} wants a whole number, got "${texts[0]}".`);
    },
  };
}

/** Texts with commas between them, each once. */
export function list(describe: string, { placeholder }: { placeholder: string }): Flag<string[] | undefined> {
  return { describe, placeholder, absent: undefined, parse: ([given], name) => different(split(given!, name), name) };
}

/** A text that may be given several times, each once. */
export function texts(describe: string, { placeholder }: { placeholder: string }): Flag<string[] | undefined> {
  return {
    describe,
    placeholder,
    repeated: true,
    absent: undefined,
    parse: (given, name) =>
      different(
        given.map((item) => notEmpty(item, name)),
        name,
      ),
  };
}

/** `key=value[,value...]`, several times: each key with its values as text, in the order given. */
export function pairs(describe: string): Flag<Map<string, string[]>> {
  return {
    describe,
    placeholder: 'KEY=VALUE[,VALUE...]',
    repeated: true,
    absent: new Map(),
    parse(texts, name) {
      const found = new Map<string, string[]>();
      for (const given of texts) {
        const [, key, values] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
        if (!key) throw new DomainError('invalid_argument', `${name} wants KEY=VALUE, got "${given}".`);
        if (found.has(key)) {
          throw new DomainError('invalid_argument', `${name} names ${key} twice; give its values once: ${key}=A,B.`);
        }
        found.set(key, split(values!, `${name} ${key}`));
      }
      return found;
    },
  };
}

export const SEED: Flag<number> = integer('seed of everything random', {
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  default: 42,
  placeholder: 'SEED',
});

export const THREADS: Flag<number> = integer('threads to use; results do not depend on it', {
  min: 1,
  max: 1024,
  default: availableParallelism(),
});

/** Flags that every command has. */
export const COMMON_FLAGS = {
  json: toggle('print one JSON document on stdout and nothing else'),
  help: toggle('show this text'),
} satisfies FlagTable;

function notEmpty(given: string, name: string): string {
  if (given !== '') return given;
  throw new DomainError('invalid_argument', `${name} is empty.`);
}

function split(given: string, name: string): string[] {
  return given.split(',').map((item) => notEmpty(item.trim(), name));
}

function different<T>(items: T[], name: string): T[] {
  const twice = items.find((item, index) => items.indexOf(item) !== index);
  if (twice === undefined) return items;
  throw new DomainError('invalid_argument', `${name} names ${twice} twice.`);
}

function oneOf<C extends string>(given: string, name: string, allowed: readonly C[], aliases: Record<string, C>): C {
  const found = allowed.find((item) => item === given) ?? (Object.hasOwn(aliases, given) ? aliases[given] : undefined);
  if (found !== undefined) return found;
  const code = name.replaceAll('-', '').startsWith('model') ? 'unknown_model' : 'invalid_argument';
  throw new DomainError(code, `${name} "${given}" is unknown; there is ${allowed.join(', ')}.`);
}

function toNumber(given: string, name: string, { min, max }: Range): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(given) ? Number(given) : NaN;
  if (Number.isNaN(value)) throw new DomainError('invalid_argument', `${name} wants a number, got "${given}".`);
  if (value < min || value > max) {
    throw new DomainError('invalid_argument', `${name} is ${given}; it must lie between ${min} and ${max}.`);
  }
  return value === 0 ? 0 : value;
}
