import { basename, dirname, extname, join } from 'node:path';

/** `data/iris.csv` at 10 percent is `data/iris_poisoned_10.csv`, beside the input. */
export function poisonedPath(input: string, percent: number): string {
  return join(dirname(input), `${stem(input)}_poisoned_${percent}${extname(input)}`);
}

/** A file's manifest stands beside it: `data/iris_poisoned_10.manifest.json`. */
export function manifestPath(file: string): string {
  return join(dirname(file), `${stem(file)}.manifest.json`);
}

/** The file's name without folder and extension. */
export function stem(file: string): string {
  return basename(file, extname(file));
}
