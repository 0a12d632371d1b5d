/** A plain table for the terminal: columns two blanks apart, numbers (given as such) to the right. */
export function columns(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const width = head.map((name, i) => Math.max(name.length, ...rows.map((row) => String(row[i]).length)));
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, i) => (typeof cell === 'number' ? String(cell).padStart(width[i]!) : cell.padEnd(width[i]!)))
      .join('  ')
      .trimEnd();
  return `${[line(head), ...rows.map(line)].join('\n')}\n`;
}
