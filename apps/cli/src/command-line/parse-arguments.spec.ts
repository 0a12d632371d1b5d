import { describe, expect, it } from '@jest/globals';
import { SEED, choice, integer, number, numbers, pairs, required, text, toggle } from './flag.js';
import { flagName, parseArguments } from './parse-arguments.js';

const command = {
  flags: {
    dataPath: required(text('a file', { placeholder: 'FILE' })),
    percent: number('a share', { min: 0, max: 100 }),
    levels: numbers('levels', { min: 0, max: 100, default: [0, 10] }),
    threads: integer('threads', { min: 1, max: 8, default: 2 }),
    model: choice('a model', ['decision-tree', 'random-forest'], 'decision-tree', { tree: 'decision-tree' }),
    param: pairs('parameters'),
    force: toggle('overwrite'),
    seed: SEED,
  },
};
const parse = (...args: string[]) => parseArguments('poison', command, args).values;
const refusal = (...args: string[]) => {
  try {
    parse(...args);
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error('not refused');
};

describe('parseArguments', () => {
  it('reads a command line by its flag table', () => {
    expect(
      parse('--data_path', 'a.csv', '--percent=2.5', '--force', '--param', 'maxDepth=2,4', '--param', 'criterion=gini'),
    ).toEqual({
      dataPath: 'a.csv',
      percent: 2.5,
      levels: [0, 10],
      threads: 2,
      model: 'decision-tree',
      param: new Map([
        ['maxDepth', ['2', '4']],
        ['criterion', ['gini']],
      ]),
      force: true,
      seed: 42,
      json: false,
      help: false,
    });
  });

  it('takes - and _ alike, and other names of a choice', () => {
    expect(parse('--data-path', 'a.csv', '--model', 'tree')).toEqual(parse('--data_path', 'a.csv'));
    expect(flagName('dataPath')).toBe('--data_path');
  });

  it('suggests the flag that was meant', () => {
    const error = refusal('--data_path', 'a', '--precent', '10');
    expect(error.code).toBe('unknown_option');
    expect(error.message).toContain('did you mean --percent?');
  });

  it.each([
    [['--percent', '10'], 'wants --data_path FILE'],
    [['--data_path'], '--data_path wants a value'],
    [['--data_path', '--force'], '--data_path=--force'],
    [['--data_path', ''], '--data_path is empty'],
    [['--data_path', 'a', '--data-path', 'b'], 'given twice'],
    [['--data_path', 'a', '--percent', '101'], 'between 0 and 100'],
    [['--data_path', 'a', '--percent', '-1'], 'between 0 and 100'],
    [['--data_path', 'a', '--percent', 'ten'], 'wants a number, got "ten"'],
    [['--data_path', 'a', '--percent', '0x10'], 'wants a number'],
    [['--data_path', 'a', '--percent', 'NaN'], 'wants a number'],
    [['--data_path', 'a', '--threads', '1.5'], 'wants a whole number'],
    [['--data_path', 'a', '--threads', '0'], 'between 1 and 8'],
    [['--data_path', 'a', '--levels', '0,,5'], 'is empty'],
    [['--data_path', 'a', '--levels', '5,5.0'], 'names 5 twice'],
    [['--data_path', 'a', '--force=maybe'], 'is a switch'],
    [['--data_path', 'a', '--param', 'maxDepth'], 'wants KEY=VALUE'],
    [['--data_path', 'a', '--param', 'a=1', '--param', 'a=2'], 'names a twice'],
    [['--data_path', 'a', 'b.csv'], 'a file is given as --data_path b.csv'],
  ])('refuses %j', (args, message) => {
    expect(refusal(...args).message).toContain(message);
  });

  it('calls an unknown model by its own code', () => {
    expect(refusal('--data_path', 'a', '--model', 'constructor').code).toBe('unknown_model');
  });

  it('asks for nothing when help is wanted', () => {
    expect(parse('--help').help).toBe(true);
  });

  it('reads what stands without a flag, and -- ends the flags', () => {
    const named = { flags: {}, positionals: ['FILE'] };
    expect(parseArguments('data add', named, ['a.csv']).positionals).toEqual(['a.csv']);
    expect(parseArguments('data add', named, ['--', '--odd.csv']).positionals).toEqual(['--odd.csv']);
    expect(() => parseArguments('data add', named, [])).toThrow('data add wants FILE');
  });
});
