import { cpus, loadavg, release, totalmem, type as system } from 'node:os';

const GROUPS = {
  fit: 'Fit',
  study: 'Study: 7 levels x 10 seeds x {tree, forest of 100}, splits, poison and scores included',
  predict: 'Prediction',
  'isolation forest': 'Isolation forest',
  'npm baselines': 'npm packages',
};

/** Whether a result reaches its target against its first peer, which the targets are about. */
export function verdictOf({ case: { target }, peers: [peer] }) {
  if (!target) return null;
  const cpu = target.by === 'cpu';
  const ratio = cpu ? peer.cpuRatio : peer.wallRatio;
  const binned = cpu ? peer.cpuRatioBinned : peer.wallRatioBinned;
  return { met: ratio >= target.floor && binned >= (2 / 3) * target.floor, reached: ratio >= target.reach };
}

export const isLessAccurate = ({ peers }) => peers.some(({ accuracy }) => accuracy?.verdict === 'lower');

/** The results as a Markdown page. */
export function page(results, { date, versions, command, load }) {
  const groups = Object.keys(GROUPS).filter((group) => results.some((result) => result.case.group === group));
  const failed = results.filter(({ failure }) => failure);
  return `# Training beside the peers, ${date}

Same files, same rows, same labels and two threads on both sides; the peers with \`n_jobs\` 1 and 2, the faster one
counts. Sides are processes of their own, warmed (ours with its thread pool and compiled code, scikit-learn and joblib
with theirs) and run in turns; figures are medians. "Noisy" changes 10 % of the training labels; test labels are clean.
Ratios are peer / ours: above 1 we are faster. "With binning" adds the binning of the features to ours; a study, a
cleaning or a grid bins once for all its fits. Trees of scikit-learn get categories as ordered codes (its cheapest
encoding) and missing values as they are. "Accuracy": equal is within two standard errors of the difference, over test
rows or seeds, whichever is more; the study shows its least equal cell, the isolation forest the rank correlation of
scores. Memory is the peak of the whole process, the data in it.

Targets: the first figure has to be beaten by the fit alone, and two thirds of it with binning counted; the second is
what we aim for.

${groups.map((group) => section(group, results)).join('\n')}
${failed.length > 0 ? `Not measured: ${failed.map((one) => `${one.case.name} (${one.failure})`).join('; ')}.\n\n` : ''}Machine: ${machine()}; load average before the run ${load.map((value) => value.toFixed(1)).join(', ')} on ${cpus().length} processors.
Node ${process.version}; ${versions.join(', ')}. \`OMP_WAIT_POLICY=PASSIVE\`.

Again: \`${command}\`
`;
}

function section(group, results) {
  const rows = results.filter((result) => result.case.group === group && !result.failure).flatMap(rowsOf);
  return `## ${GROUPS[group]}

| case | ours, wall (CPU) | peer, wall (CPU) | wall ratio | CPU ratio | with binning, wall (CPU) | target | | accuracy, ours / peer | memory, ours / peer |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function rowsOf(result) {
  const { case: one, ours, peers } = result;
  return peers.map((peer, index) => {
    const first = index === 0;
    const speed =
      one.group === 'predict' && first ? `, ${rate(ours.rows, ours.wallMs)} / ${rate(ours.rows, peer.wallMs)}` : '';
    const binning = ours.binWallMs > 0 ? `${times(peer.wallRatioBinned)} (${times(peer.cpuRatioBinned)})` : '';
    const cells = [
      `${first ? one.name : '"'}${speed}`,
      first ? `${ms(ours.wallMs)} (${ms(ours.cpuMs)})` : '"',
      `${peer.name}${peer.jobs > 1 ? `, ${peer.jobs} jobs` : ''}: ${ms(peer.wallMs)} (${ms(peer.cpuMs)})`,
      `**${times(peer.wallRatio)}**`,
      times(peer.cpuRatio),
      binning,
      first ? targetText(one.target) : '',
      first ? metText(verdictOf(result)) : '',
      accuracyText(peer.accuracy),
      `${Math.round(ours.peakMiB)} / ${Math.round(peer.peakMiB)} MiB`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function targetText(target) {
  if (!target) return '';
  return `${times(target.floor)}, ${times(target.reach)}${target.by === 'cpu' ? ' CPU' : ''}`;
}

function metText(verdict) {
  if (!verdict) return '';
  if (!verdict.met) return '**missed**';
  return verdict.reached ? 'met, both' : 'met';
}

function accuracyText(accuracy) {
  if (!accuracy) return '';
  if (accuracy.rankCorrelation !== undefined) return `rank correlation ${accuracy.rankCorrelation.toFixed(3)}`;
  const cell = accuracy.cell ? `${accuracy.cell.replace('@', ' at ')} %: ` : '';
  return `${cell}${accuracy.ours.toFixed(4)} / ${accuracy.peer.toFixed(4)}, ${accuracy.verdict}`;
}

const rate = (rows, wallMs) => `${Math.round(rows / wallMs)}k rows/s`;
const times = (ratio) => `${ratio >= 20 ? Math.round(ratio) : ratio.toFixed(ratio >= 3 ? 1 : 2)}x`;
const ms = (value) =>
  value >= 10_000
    ? `${(value / 1000).toFixed(1)} s`
    : `${value >= 100 ? Math.round(value) : value.toFixed(value >= 10 ? 1 : 2)} ms`;

function machine() {
  return `${cpus().length} x ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${system()} ${release()}`;
}

export const loadNow = () => loadavg();
