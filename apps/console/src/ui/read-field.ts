import type { ModelParameters } from '@antidote/contracts';

/** What a field holds: the value, or why it holds none. */
export type Read<T> = { value: T; fault: null } | { value: null; fault: string };

const good = <T>(value: T): Read<T> => ({ value, fault: null });
const bad = <T>(fault: string): Read<T> => ({ value: null, fault });

/** A number between two limits, as typed. */
export function readNumber(text: string, limits: { min: number; max: number; whole?: boolean }): Read<number> {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return bad('Give a number.');
  if (limits.whole && !Number.isInteger(value)) return bad('Give a whole number.');
  if (value < limits.min || value > limits.max) return bad(`Give a number from ${limits.min} to ${limits.max}.`);
  return good(value);
}

/** Poison levels as typed, "0, 5, 10, 50": each from 0 to 100, none twice; ascending in the answer. */
export function readLevels(text: string): Read<number[]> {
  const levels: number[] = [];
  for (const part of text.split(',')) {
    const read = readNumber(part, { min: 0, max: 100 });
    if (read.value === null) return bad(`"${part.trim()}" is no level. Give percentages from 0 to 100, with commas.`);
    if (levels.includes(read.value)) return bad(`The level ${read.value} is there twice.`);
    levels.push(read.value);
  }
  return good(levels.sort((a, b) => a - b));
}

/** Model parameters as typed, "maxDepth=4, criterion=entropy"; the learner checks names and ranges. */
export function readParameters(text: string): Read<ModelParameters> {
  const parameters: ModelParameters = {};
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    if (equals < 0 || name === '' || value === '') return bad(`"${part.trim()}" is not of the form name=value.`);
    parameters[name] = value === 'true' || value === 'false' ? value === 'true' : numberOrText(value);
  }
  return good(parameters);
}

const numberOrText = (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text);
