import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * Tables with planted flips and what cleanlab says of them, made once: they follow from the table, the script and the
 * seeds alone.
 *
 * @param python command with cleanlab
 * @param tables folder of CSV files whose last column is the label
 * @returns one case for each table, seed, attack and rate, and the folder of their files
 */
export function* peerCases(python, tables, seeds) {
  const files = readdirSync(tables).filter((name) => name.endsWith('.csv'));
  if (files.length === 0) throw new Error(`--data ${tables}: there is no CSV file`);
  for (const file of files) {
    const folder = casesOf(python, join(tables, file), seeds);
    const lines = readFileSync(join(folder, `${basename(file, '.csv')}.jsonl`), 'utf8').trim();
    for (const line of lines.split('\n')) yield { folder, theirs: JSON.parse(line) };
  }
}

function casesOf(python, file, seeds) {
  const script = join(import.meta.dirname, 'peer.py');
  const key = createHash('sha256').update(readFileSync(script)).update(readFileSync(file)).update(`${seeds} ${python}`);
  const folder = join(tmpdir(), 'bench-detection-cases', key.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  const making = `${folder}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  runPython(python, [script, making, file, String(seeds)]);
  renameSync(making, folder);
  return folder;
}

/** One thread for its algebra: these tables are small, and more only wait for each other. */
export function runPython(python, [script, ...options]) {
  const { status } = spawnSync(python, [script, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  if (status !== 0) throw new Error(`${script} ${options.join(' ')} failed (exit ${status})`);
}
