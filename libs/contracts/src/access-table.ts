import { ACCESS, CAPABILITIES, mayDo, ROLES } from './access.js';

/** The table of roles and capabilities as Markdown, for the guide. */
export function accessTable(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['capability', 'allows to', ...ROLES]),
    line(['---', '---', ...ROLES.map(() => ':-:')]),
    ...CAPABILITIES.map((capability) =>
      line([
        `\`${capability}\``,
        ACCESS[capability].allows,
        ...ROLES.map((role) => (mayDo(role, capability) ? '✓' : '')),
      ]),
    ),
  ].join('\n');
}
