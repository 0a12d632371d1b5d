/**
 * Compiles the AssemblyScript kernels of libs/training into modules that hold them as base64, so that a kernel needs
 * no file at run time: `node tools/build-wasm.mjs [--check]`. The modules are committed; `--check` fails, exit code 1,
 * where one is not what its source gives.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../libs/training/', import.meta.url));
/** Entry in assembly/ -> generated module in src/. */
const KERNELS = {
  'boosting.ts': 'boosting/boosting-wasm-bytes.ts',
  'grow.ts': 'kernel/wasm-bytes.ts',
  'near-pairs.ts': 'resampling/near-pairs-wasm-bytes.ts',
  'predict.ts': 'tree/predict-wasm-bytes.ts',
};
/** Trees grow and are walked in memories that threads share, of up to 2 GiB. */
const SHARED = ['--sharedMemory', '--initialMemory', '1', '--maximumMemory', '32768', '--enable', 'threads'];
const OPTIONS = { 'grow.ts': SHARED, 'predict.ts': SHARED };
/** Sources that have another form in assembly/. */
const OWN_FORM = /^.*src\/kernel\/(class-lanes|heap|packed-lanes)\.ts$/;
/** Files that are TypeScript and AssemblyScript alike import `./x.js`; of some there is a form for each. */
const sourceOf = (name) => name.replace(/\.js\.ts$/, '.ts').replace(OWN_FORM, './$1.ts');

let stale = 0;
for (const [entry, target] of Object.entries(KERNELS)) {
  const outputs = new Map();
  const { error, stderr } = await asc.main(
    // prettier-ignore
    [
      entry, '-o', 'kernel.wasm', '-O3', '--runtime', 'stub', '--noAssert', '--importMemory', '--enable', 'simd',
      '--disableWarning', '210', ...(OPTIONS[entry] ?? []),
    ],
    {
      readFile: (name, base) =>
        readFile(sourceOf(`${base}/${name}`).replace(/^\.\//, `${folder}assembly/`), 'utf8').catch(() => null),
      writeFile: (name, bytes) => void outputs.set(name, bytes),
      listFiles: () => [],
    },
  );
  if (error) {
    console.error(`build-wasm: ${entry} does not compile\n${stderr.toString()}`);
    process.exit(1);
  }
  const base64 = Buffer.from(outputs.get('kernel.wasm')).toString('base64');
  const text = `// Generated from assembly/${entry} by tools/build-wasm.mjs.\nexport const WASM_BASE64 =\n  '${base64}';\n`;
  const path = `${folder}src/${target}`;
  if ((await readFile(path, 'utf8').catch(() => null)) === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`build-wasm: src/${target} is not what assembly/${entry} gives; run node tools/build-wasm.mjs`);
    stale++;
  } else await writeFile(path, text);
}
process.exitCode = stale > 0 ? 1 : 0;
