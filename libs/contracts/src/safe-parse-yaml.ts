import { parseDocument } from 'yaml';
import { z } from 'zod';

/** An alias repeated a million times would be a bomb: a hundred are plenty. */
const MOST_ALIASES = 100;

/**
 * Reads YAML, of which JSON is a part, and holds it to a schema.
 *
 * @returns zod's result; what is wrong with the YAML itself is one issue, with its line
 */
export function safeParseYaml<T extends z.ZodType>(schema: T, text: string): z.ZodSafeParseResult<z.output<T>> {
  const read = readYaml(text);
  if ('value' in read) return schema.safeParse(read.value);
  return z.never({ error: () => read.fault }).safeParse(text) as z.ZodSafeParseResult<z.output<T>>;
}

function readYaml(text: string): { value: unknown } | { fault: string } {
  try {
    const document = parseDocument(text, { uniqueKeys: true });
    const [error] = document.errors;
    return error ? { fault: firstLine(error) } : { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    return { fault: firstLine(error as Error) };
  }
}

/** It says what and where; the rest draws the place. */
const firstLine = ({ message }: Error) => message.split('\n', 1)[0]!.replace(/:$/, '');
