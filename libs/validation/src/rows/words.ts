/** A name as it is shown in a message. */
export const shown = (name: string) => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);

/** A share in percent, with one decimal below 10. */
export const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

export const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** Names in a row, the first few of many. */
export function listed(names: string[], most = 5): string {
  const more = names.length - most;
  return names.slice(0, most).map(shown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
