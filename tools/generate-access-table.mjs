/** Renews the table of roles and capabilities in docs/guides/people.md: `node tools/generate-access-table.mjs`. Build first. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accessTable } from '@antidote/contracts';
import { ROOT } from './stack/config.mjs';

const guide = join(ROOT, 'docs/guides/people.md');
const text = await readFile(guide, 'utf8');
await writeFile(
  guide,
  text.replace(/\| capability \|[^]*?\n(?!\|)/, () => `${accessTable()}\n`),
);
