import { DomainError } from '@antidote/tabular';

const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a folder',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

/** What a file that cannot be opened or read is refused with: `file_not_found` or `file_unreadable`. */
export function fileRefusal(path: string, error: unknown): DomainError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DomainError('file_not_found', `There is no file ${path}; check the path.`, { path }, { cause: error });
  }
  const reason = REASONS[code] ?? message;
  return new DomainError('file_unreadable', `${path} cannot be read: ${reason}.`, { path }, { cause: error });
}
