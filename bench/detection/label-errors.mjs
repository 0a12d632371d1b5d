import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeLabels, normalizedMargin, selfConfidence } from '../../libs/label-cleaning/dist/index.js';
import { averagePrecision } from './average-precision.mjs';
import { heading, line } from './tables.mjs';

const DATASETS = ['mnist', 'cifar10', 'cifar100', '20news', 'imdb'];
/** Of five people asked, those who must choose the given label, and it alone, for it to be sound (Northcutt et al., 2021). */
const MAJORITY = 3;

/**
 * Real wrong labels that people judged: a checkout of github.com/cleanlab/label-errors holds predicted probabilities,
 * given labels and five judgements for each row that confident learning flagged in 2021. Only judged rows count, and
 * all of them were flagged once, so that the rankings differ by little.
 *
 * @param options.folder the checkout; datasets without their files there are left out
 */
export function labelErrors({ folder }) {
  const rows = DATASETS.flatMap((name) => {
    const files = [
      `cross_validated_predicted_probabilities/${name}_test_set_pyx.npy`,
      `original_test_labels/${name}_test_set_original_labels.npy`,
      `mturk/${name}_mturk.json`,
    ].map((file) => join(folder, file));
    return files.every(existsSync) ? [judgedBy(folder, name, files)] : [];
  });
  if (rows.length === 0)
    throw new Error(`--label-errors ${folder}: none of ${DATASETS.join(', ')} has all of its files there`);
  const columns = [
    'rows',
    'judged',
    'wrong',
    'average precision',
    'self-confidence',
    'normalized margin',
    'judged rows flagged',
    'of them wrong',
  ];
  return {
    targets: [],
    lines: [
      '## Real wrong labels, as people judged them',
      '',
      `From the label-errors repository: a label is wrong where fewer than ${MAJORITY} of five people choose it. The default`,
      "detector's evidence of class pairs on the probabilities given there, beside cleanlab's two rankings of the same.",
      '',
      ...heading(['', ...columns]),
      ...rows.map((cells) => line(cells)),
      '',
    ],
  };
}

function judgedBy(folder, name, [probabilities, labels, judgements]) {
  const { shape, values } = readNpy(probabilities);
  const [rowCount, classCount] = shape;
  const codes = Int32Array.from(readNpy(labels).values);
  const predProbs = Float64Array.from(values);
  for (let row = 0; row < rowCount; row++) {
    const own = predProbs.subarray(row * classCount, (row + 1) * classCount);
    const sum = own.reduce((a, b) => a + b, 0);
    own.forEach((p, c) => (own[c] = p / sum));
  }
  const rowOf = rowsById(folder, name);
  const judged = JSON.parse(readFileSync(judgements, 'utf8')).map(({ id, mturk }) => ({
    row: rowOf(id),
    wrong: mturk.given < MAJORITY ? 1 : 0,
  }));
  const bad = Uint8Array.from(judged, ({ wrong }) => wrong);
  const precision = (quality) => {
    const own = Float64Array.from(judged, ({ row }) => quality[row]);
    const ranked = Uint32Array.from(own.keys()).sort((a, b) => own[a] - own[b] || a - b);
    return averagePrecision(ranked, own, bad).toFixed(3);
  };
  const { quality, flagged } = judgeLabels(predProbs, codes, classCount);
  const seen = judged.filter(({ row }) => flagged[row] === 1);
  const wrong = seen.reduce((sum, one) => sum + one.wrong, 0);
  return [
    name,
    rowCount,
    judged.length,
    bad.reduce((a, b) => a + b, 0),
    precision(quality),
    precision(selfConfidence(predProbs, codes, classCount)),
    precision(normalizedMargin(predProbs, codes, classCount)),
    seen.length,
    seen.length === 0 ? '-' : (wrong / seen.length).toFixed(3),
  ];
}

/** Rows are named by number, those of imdb by file. */
function rowsById(folder, name) {
  if (name !== 'imdb') return (id) => id;
  const files = JSON.parse(readFileSync(join(folder, 'dataset_indexing/imdb_test_set_index_to_filename.json'), 'utf8'));
  const rows = new Map(files.map((file, row) => [`test/${file.replace(/\.txt$/, '')}`, row]));
  return (id) => rows.get(id);
}

const READERS = {
  '<f8': (bytes) => new Float64Array(bytes),
  '<f4': (bytes) => new Float32Array(bytes),
  '<f2': (bytes) => new Float16Array(bytes),
  '<u2': (bytes) => new Uint16Array(bytes),
  '<i8': (bytes) => Float64Array.from(new BigInt64Array(bytes), Number),
};

/** A plain array as numpy saves it (format 1.0, C order). */
function readNpy(path) {
  const file = readFileSync(path);
  if (file.toString('latin1', 1, 6) !== 'NUMPY') throw new Error(`${path}: not a file of numpy`);
  const from = 10 + file.readUInt16LE(8);
  const header = file.toString('latin1', 10, from);
  const read = READERS[/'descr': '([^']*)'/.exec(header)?.[1]];
  if (!read || !header.includes("'fortran_order': False")) throw new Error(`${path}: ${header.trim()} cannot be read`);
  const shape = [...(/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').matchAll(/\d+/g)].map(([number]) =>
    Number(number),
  );
  return { shape, values: read(file.buffer.slice(file.byteOffset + from, file.byteOffset + file.length)) };
}
