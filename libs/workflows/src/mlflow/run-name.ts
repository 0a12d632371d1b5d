/** Name of a run by the poison in its training rows: `clean`, or `poisoned_10_percent`. */
export function poisonRunName(percent: number): string {
  return percent === 0 ? 'clean' : `poisoned_${percent}_percent`;
}
