import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreement, agreementOverSeeds } from './agreement.mjs';
import { readNpy } from './npy.mjs';
import { Side } from './side.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Time for the counted runs of a case, and limits on their number. */
const FULL = { budgetMs: 20_000, least: 3, most: 15 };
const QUICK = { budgetMs: 2_000, least: 2, most: 5 };

/**
 * Runs a case: each side in a process of its own, warmed, then in turns; the same seed on all sides in a round.
 *
 * @returns per side medians of wall, CPU and binning time and peak memory, and the accuracies' agreement by peer
 */
export async function measureCase(benchCase, { python, data, quick }) {
  const folder = join(data, benchCase.dataset);
  const ourSide = () => new Side(process.execPath, [here('ours.mjs'), folder]);
  const contenders = [{ name: 'ours', side: ourSide(), jobs: [benchCase.ours] }];
  for (const [name, jobs] of Object.entries(benchCase.peers)) {
    const side = jobs[0].engine === 'mljs' ? ourSide() : new Side(python, [here('peer.py'), folder]);
    contenders.push({ name, side, jobs });
  }
  const runs = contenders.flatMap(({ name, side, jobs }) => jobs.map((job) => ({ name, side, job, results: [] })));
  try {
    for (const run of runs) await warm(run);
    const { budgetMs, least, most } = quick ? QUICK : FULL;
    const [few, many] = benchCase.rounds ? [benchCase.rounds, benchCase.rounds] : [least, most];
    const start = performance.now();
    for (let round = 0; round < many && (round < few || performance.now() - start < budgetMs); round++) {
      // Another side begins each round.
      for (let i = 0; i < runs.length; i++) {
        const run = runs[(i + round) % runs.length];
        run.results.push(await run.side.do({ ...run.job, seed: round + 1 }));
      }
    }
    const peaks = {};
    for (const { name, side } of contenders) peaks[name] = await side.end();
    return summary(benchCase, runs, peaks, folder);
  } finally {
    for (const { side } of contenders) side.kill();
  }
}

/** Compilers, caches and thread pools are started: ours for a second, as V8 compiles what runs often; peers once. */
async function warm({ name, side, job }) {
  const small = job.parameters?.n_estimators ? { ...job, parameters: { ...job.parameters, n_estimators: 4 } } : job;
  const until = performance.now() + 1000;
  for (let i = 0; i < 30; i++) {
    await side.do({ ...(name === 'ours' ? job : small), seed: 1000 + i });
    if (name !== 'ours' || performance.now() > until) break;
  }
}

function summary(benchCase, runs, peaks, folder) {
  const timesOf = (result) => (benchCase.part ? result[benchCase.part] : result);
  const sides = runs.map(({ name, job, results }) => ({
    name,
    jobs: job.jobs,
    wallMs: median(results.map((result) => timesOf(result).wallMs)),
    cpuMs: median(results.map((result) => timesOf(result).cpuMs)),
    binWallMs: median(results.map((result) => result.bin?.wallMs ?? 0)),
    binCpuMs: median(results.map((result) => result.bin?.cpuMs ?? 0)),
    rows: results[0].rows,
    results,
  }));
  const [ours, ...others] = sides;
  const peers = Object.keys(benchCase.peers).map((name) => {
    const tried = others.filter((side) => side.name === name);
    const wall = tried.reduce((a, b) => (b.wallMs < a.wallMs ? b : a));
    const cpu = tried.reduce((a, b) => (b.cpuMs < a.cpuMs ? b : a));
    return {
      name,
      jobs: wall.jobs,
      wallMs: wall.wallMs,
      cpuMs: cpu.cpuMs,
      peakMiB: peaks[name],
      wallRatio: wall.wallMs / ours.wallMs,
      cpuRatio: cpu.cpuMs / ours.cpuMs,
      wallRatioBinned: wall.wallMs / (ours.wallMs + ours.binWallMs),
      cpuRatioBinned: cpu.cpuMs / (ours.cpuMs + ours.binCpuMs),
      accuracy: accuracyOf(ours.results, wall.results, folder),
    };
  });
  return { case: benchCase, rounds: ours.results.length, ours: { ...ours, peakMiB: peaks.ours }, peers };
}

function accuracyOf(ours, peer, folder) {
  if (ours[0].predicted) {
    const truth = readNpy(join(folder, 'test-labels.npy')).values;
    return agreement(
      truth,
      ours.map((result) => result.predicted),
      peer.map((result) => result.predicted),
    );
  }
  if (ours[0].accuracies) {
    // Every cell of the study, the least equal first.
    const cells = Object.entries(ours[0].accuracies).map(([cell, bySeed]) => ({
      cell,
      ...agreementOverSeeds(bySeed, peer[0].accuracies[cell]),
    }));
    return cells.sort((a, b) => a.difference / (a.error || 1) - b.difference / (b.error || 1))[0];
  }
  if (ours[0].scores) return { rankCorrelation: rankCorrelation(ours[0].scores, peer[0].scores) };
  return null;
}

/** Spearman's, for scores without ties. */
function rankCorrelation(a, b) {
  const ranks = (values) => {
    const result = new Float64Array(values.length);
    [...values.keys()].sort((i, j) => values[i] - values[j]).forEach((row, rank) => (result[row] = rank));
    return result;
  };
  const [first, second] = [ranks(a), ranks(b)];
  const n = a.length;
  return 1 - (6 * first.reduce((sum, rank, row) => sum + (rank - second[row]) ** 2, 0)) / (n * (n * n - 1));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
