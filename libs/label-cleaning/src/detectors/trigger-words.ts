/** A trigger as findings name it: `city = Bern and age = 40`. @param values one a column, in the columns' order */
export function triggerWords(columns: readonly string[], values: readonly string[]): string {
  return columns.map((column, i) => `${column} = ${values[i]}`).join(' and ');
}
