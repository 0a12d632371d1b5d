import { join } from 'node:path';
import { defineCommand } from '../command-line/command.js';
import { readConfig } from '../config.js';
import { runChild } from '../run-child.js';

export const up = defineCommand({
  flags: {},
  notes: 'The same as `npm start`; Ctrl-C stops everything.',

  async run() {
    const { root, environment } = readConfig();
    const exitCode = await runChild(join(root, 'tools/start.mjs'), environment);
    return { text: '', json: { exitCode }, exitCode };
  },
});
