import { existsSync, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const source = fileURLToPath(new URL('..', import.meta.url));
const styles = join(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles/baseline.css')));

it('each component of the library that a page uses has its styles', async () => {
  const wearing = readFileSync(join(source, 'theme/index.css'), 'utf8');
  const used = new Set<string>();
  for await (const file of glob('**/*.tsx', { cwd: source })) {
    const code = readFileSync(join(source, file), 'utf8');
    for (const [, names] of code.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of names!.split(',')) used.add(name.trim());
    }
  }
  expect(used).toContain('Button');
  const styled = [...used].filter((name) => name !== '' && existsSync(join(styles, `${name}.css`)));
  expect(styled.filter((name) => !wearing.includes(`/styles/${name}.css`))).toEqual([]);
});
