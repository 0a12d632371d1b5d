import { describe, expect, it } from '@jest/globals';
import { required, text, toggle } from './flag.js';
import { commandHelp } from './help.js';

describe('commandHelp', () => {
  it('is made from the flag table', () => {
    const command = {
      flags: { dataPath: required(text('file to read', { placeholder: 'FILE' })), force: toggle('overwrite') },
      run: async () => ({ text: '', json: null }),
    };
    const help = commandHelp('poison', 'Poison a file.', command as never);
    expect(help).toContain('Usage: antidote poison --data_path FILE [flags]');
    expect(help).toContain('  --data_path FILE  file to read (required)');
    expect(help).toContain('  --force           overwrite\n');
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
