/** A dataset name made from a file's: small letters, digits, - and _; at most 100 of them. */
export function datasetName(fileName: string): string {
  const stem = fileName.replace(/\.[^.]*$/, '').toLowerCase();
  return stem
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 100);
}

/** Why the server would refuse a name, or null. */
export const nameFault = (name: string): string | null =>
  /^[a-z0-9][a-z0-9_-]{0,99}$/.test(name)
    ? null
    : 'Give 1 to 100 small letters, digits, - or _, beginning with a letter or digit.';
