/**
 * Compiles packages with SWC: `node tools/build.mjs [name ...]`, all of them without a name. A file is written only
 * when its text changed, so that watchers stay calm; outputs without a source are removed. The console is built by Vite.
 */
import { transform } from '@swc/core';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = { ...JSON.parse(await readFile(join(root, '.swcrc'), 'utf8')), configFile: false, swcrc: false };
delete options.$schema;

async function packages() {
  const found = [];
  for (const group of ['libs', 'apps']) {
    for (const folder of (await readdir(join(root, group))).sort()) {
      const path = join(root, group, folder);
      const manifest = await readFile(join(path, 'package.json'), 'utf8').catch(() => null);
      if (manifest && folder !== 'console') found.push({ name: JSON.parse(manifest).name, path });
    }
  }
  return found;
}

const list = async (folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

async function build({ path }) {
  const source = join(path, 'src');
  const target = join(path, 'dist');
  const inputs = (await list(source)).filter((file) => /\.ts$/.test(file) && !/(\.spec|\.d)\.ts$/.test(file));
  const outputs = new Set(inputs.map((file) => file.replace(/\.ts$/, '.js')));
  await Promise.all((await list(target)).filter((file) => !outputs.has(file)).map((file) => rm(join(target, file))));
  await Promise.all(
    inputs.map(async (file) => {
      const { code } = await transform(await readFile(join(source, file), 'utf8'), {
        ...options,
        filename: file,
        sourceFileName: relative(dirname(join(target, file)), join(source, file)),
      });
      const output = join(target, file.replace(/\.ts$/, '.js'));
      if ((await readFile(output, 'utf8').catch(() => null)) === code) return;
      await mkdir(dirname(output), { recursive: true });
      await writeFile(output, code);
    }),
  );
  return inputs.length;
}

const names = process.argv.slice(2);
const all = await packages();
const unknown = names.filter((name) => !all.some((item) => item.name === name));
if (unknown.length > 0) {
  console.error(`build: no package ${unknown.join(', ')}; there are ${all.map((item) => item.name).join(', ')}`);
  process.exit(2);
}
await Promise.all(all.filter((item) => names.length === 0 || names.includes(item.name)).map(build));
