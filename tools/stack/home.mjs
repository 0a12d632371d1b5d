import { accessSync, constants, mkdirSync } from 'node:fs';
import { ConfigError } from './config.mjs';

const REASONS = {
  EACCES: 'you may not write there',
  EROFS: 'it is read-only',
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
    mkdirSync(logs, { recursive: true });
    accessSync(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError(
      `the data folder ${home} cannot be written: ${REASONS[error.code] ?? error.code}; set ANTIDOTE_HOME to another folder`,
    );
  }
}
