import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from './config.mjs';

const REASONS = {
  EACCES: 'you may not write there',
  EROFS: 'it is read-only',
  ENOENT: 'no folder can be made there',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'it is a file',
  ENOSPC: 'the disk is full',
};

/**
 * Makes the folder that holds all data.
 *
 * @throws ConfigError in one line when it cannot be written
 */
export function makeHome({ home, logs }) {
  try {
    makeFolder(logs);
    accessSync(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError(
      `the data folder ${home} cannot be written: ${REASONS[error.code] ?? error.code}; set ANTIDOTE_HOME to another folder`,
    );
  }
}

/** With its parents, one by one: Node's `recursive` never returns where making a folder fails with ENOENT, as in /proc. */
function makeFolder(folder) {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolder(parent);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(folder);
}
