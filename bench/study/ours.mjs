/** The third of three studies with antidote in one process, as in peer.py: ours.mjs DATA LEVELS SEEDS THREADS. */
import { readCsvFile, toTable } from '@antidote/dataset-io';
import { reduceStudy } from '@antidote/robustness';
import { runBatches } from '../../apps/cli/dist/study/run-batches.js';

const [path, levels, seeds, threads] = process.argv.slice(2);
const { document, sha256 } = await readCsvFile(path);
const { table } = toTable(document);
const { classes, name: target } = table.target;
const facts = { name: 'study', sha256, rows: table.rowCount, features: table.features.length, classes, target };
const study = async (count) => {
  const spec = {
    levels: levels.split(',').map(Number),
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds: count,
    seed: 42,
    testShare: 0.3,
  };
  return reduceStudy(facts, spec, await runBatches(table, spec, { threads: Number(threads) }));
};
for (let warmUp = 0; warmUp < 2; warmUp++) await study(Number(seeds));
const start = performance.now();
const { cells } = await study(Number(seeds));
process.stdout.write(JSON.stringify({ seconds: (performance.now() - start) / 1000, cells }));
process.exit(0);
