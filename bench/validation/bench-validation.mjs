/**
 * What validation finds of what was planted: every table is checked as it is, then with each fault planted under several
 * seeds.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCsvFile, toTable } from '@antidote/dataset-io';
import { featureHashes } from '@antidote/data-versioning';
import { byCodePoint, Random, selectRows } from '@antidote/tabular';
import { validateTable } from '@antidote/validation';
import { markdownTable } from '../markdown-table.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'bench/results/validation.md');

const category = (name, texts) => {
  const categories = [...new Set(texts.filter((text) => text !== ''))].sort(byCodePoint);
  const codeOf = new Map(categories.map((text, code) => [text, code]));
  return { kind: 'category', name, categories, codes: Int32Array.from(texts, (text) => codeOf.get(text) ?? -1) };
};
const withFeature = (table, column) => ({ ...table, features: [...table.features, column] });
const withLabels = (table, codes) => ({ ...table, target: { ...table.target, codes } });
const pick = (rng, count, share) => rng.sample(count, Math.max(3, Math.round(count * share)));
const otherLabel = (rng, code, classes) => (code + 1 + rng.below(classes - 1)) % classes;

/** Rows from `rows` appended as new rows, each given its label by `label`. */
function appended(table, rows, label) {
  const all = Uint32Array.from([...Array(table.rowCount).keys(), ...rows]);
  const grown = selectRows(table, all);
  const codes = grown.target.codes.slice();
  rows.forEach((row, i) => (codes[table.rowCount + i] = label(table.target.codes[row])));
  const rowIds = Uint32Array.from(all.keys());
  return withLabels({ ...grown, rowIds }, codes);
}

function withSources(table, rng, bad) {
  const codes = Int32Array.from({ length: table.rowCount }, () => rng.below(5));
  const source = { kind: 'category', name: 'source', role: 'source', codes, categories: ['A', 'B', 'C', 'D', 'E'] };
  return bad({ ...table, context: [source] }, (row) => codes[row] === 2);
}

const mails = (rng) => `person${rng.below(9999)}@example.org`;
const digit = (rng) => rng.below(10);
function card(rng) {
  const digits = [4, ...Array.from({ length: 14 }, () => digit(rng))];
  const sum = digits.reduce((total, d, i) => total + (i % 2 === 0 ? (2 * d > 9 ? 2 * d - 9 : 2 * d) : d), 0);
  return [...digits, (10 - (sum % 10)) % 10].join('');
}
function iban(rng) {
  const account = Array.from({ length: 18 }, () => digit(rng)).join('');
  return `DE${String(98n - (BigInt(`${account}131400`) % 97n)).padStart(2, '0')}${account}`;
}

/** Each returns the options of validation and whether a report shows the fault. */
const FAULTS = {
  'copy of the label as a number': (table, rng) => {
    const order = rng.shuffle(Int32Array.from(table.target.classes.keys()));
    const column = {
      kind: 'numeric',
      name: 'planted',
      values: Float64Array.from(table.target.codes, (c) => order[c] + rng.uniform() / 2),
    };
    return [withFeature(table, column), blocks('leakage', 'planted')];
  },
  'copy of the label as text': (table) => [
    withFeature(
      table,
      category(
        'planted',
        Array.from(table.target.codes, (c) => `k${c}`),
      ),
    ),
    blocks('leakage', 'planted'),
  ],
  'copy of the label, 10 % wrong': (table, rng) => {
    const values = Float64Array.from(table.target.codes, (c) =>
      rng.uniform() < 0.1 ? rng.below(table.target.classes.length) : c,
    );
    return [withFeature(table, { kind: 'numeric', name: 'planted', values }), has('leakage', 'planted')];
  },
  'row number as a feature': (table, rng) => [
    withFeature(table, {
      kind: 'numeric',
      name: 'planted',
      values: Float64Array.from(rng.shuffle(Int32Array.from(table.rowIds, (id) => id + 1000))),
    }),
    has('id-column', 'planted'),
  ],
  'time that tells the label': (table, rng) => [
    withFeature(
      table,
      category(
        'planted',
        Array.from(table.target.codes, (c) =>
          new Date(Date.UTC(2024, 3 * c, 1 + rng.below(70))).toISOString().slice(0, 10),
        ),
      ),
    ),
    has('time-tells-label', 'planted'),
  ],
  '2 % of rows repeated': (table, rng) => {
    const rows = pick(rng, table.rowCount, 0.02);
    return [appended(table, rows, (c) => c), grew('duplicates', rows.length)];
  },
  '2 % repeated with another label': (table, rng) => {
    const rows = pick(rng, table.rowCount, 0.02);
    return [
      appended(table, rows, (c) => otherLabel(rng, c, table.target.classes.length)),
      grew('conflicting-labels', 2 * rows.length * 0.9),
    ];
  },
  'e-mail addresses in 1 % of a text column': (table, rng) => {
    const marked = new Set(pick(rng, table.rowCount, 0.01));
    return [
      withFeature(
        table,
        category(
          'note',
          Array.from(table.rowIds, (_, row) => (marked.has(row) ? mails(rng) : 'none')),
        ),
      ),
      blocks('personal-data', 'note'),
    ];
  },
  'card numbers as numbers': (table, rng) => [
    withFeature(table, {
      kind: 'numeric',
      name: 'reference',
      values: Float64Array.from(table.rowIds, () => Number(card(rng))),
    }),
    blocks('personal-data', 'reference'),
  ],
  IBANs: (table, rng) => [
    withFeature(
      table,
      category(
        'reference',
        Array.from(table.rowIds, () => iban(rng)),
      ),
    ),
    blocks('personal-data', 'reference'),
  ],
  'random 16-digit numbers (must stay silent)': (table, rng) => [
    withFeature(table, {
      kind: 'numeric',
      name: 'reference',
      values: Float64Array.from(table.rowIds, () => 4e15 + rng.below(4294967295) * 1000),
    }),
    (report) => !report.findings.some(({ code }) => code === 'personal-data'),
  ],
  '5 % test rows in training': (table, rng) => {
    const rows = pick(rng, table.rowCount, 0.05);
    return [
      table,
      (report) => report.findings.some(({ code, rowCount }) => code === 'test-overlap' && rowCount >= rows.length),
      { testHashes: featureHashes(selectRows(table, rows)) },
    ];
  },
  'sources alike (must stay silent)': (table, rng) => [
    withSources(table, rng, (with5) => with5),
    (report) => !report.findings.some(({ code }) => code === 'source'),
  ],
  'source with 40 % wrong labels': (table, rng) => [
    withSources(table, rng, (with5, own) =>
      withLabels(
        with5,
        with5.target.codes.map((c, row) =>
          c >= 0 && own(row) && rng.uniform() < 0.4 ? otherLabel(rng, c, table.target.classes.length) : c,
        ),
      ),
    ),
    onlySource,
  ],
  'source with shifted values': (table, rng) => [
    withSources(table, rng, (with5, own) => ({
      ...with5,
      features: with5.features.map((column, f) =>
        column.kind === 'numeric' &&
        f === with5.features.findIndex(({ kind, values }) => kind === 'numeric' && new Set(values).size > 5)
          ? {
              ...column,
              values: column.values.map((value, row) => (own(row) ? value + 1.5 * sd(column.values) : value)),
            }
          : column,
      ),
    })),
    onlySource,
  ],
  'half of a version resampled (must stay silent)': (table, rng) =>
    halves(
      table,
      rng,
      (half) => half,
      (report) => !report.findings.some(({ code }) => code === 'drift'),
    ),
  'a column drifted by one standard deviation': (table, rng) =>
    halves(
      table,
      rng,
      (half) => {
        const at = half.features.findIndex(({ kind, values }) => kind === 'numeric' && new Set(values).size > 5);
        const features = half.features.map((column, f) =>
          f === at ? { ...column, values: column.values.map((value) => value + sd(column.values)) } : column,
        );
        return { ...half, features };
      },
      has('drift'),
    ),
};

const sd = (all) => {
  const given = all.filter((value) => !Number.isNaN(value));
  const mean = given.reduce((sum, value) => sum + value, 0) / given.length;
  return Math.sqrt(given.reduce((sum, value) => sum + (value - mean) ** 2, 0) / given.length);
};
const has = (code, column) => (report) =>
  report.findings.some((finding) => finding.code === code && (!column || finding.columns.includes(column)));
const blocks = (code, column) => (report) =>
  report.findings.some(
    (finding) => finding.code === code && finding.severity === 'block' && finding.columns.includes(column),
  );
const grew = (code, by) => (report, clean) => count(report, code) >= count(clean, code) + by;
const count = (report, code) => report.findings.find((finding) => finding.code === code)?.rowCount ?? 0;
const onlySource = (report) => {
  const found = report.findings.filter(({ code }) => code === 'source');
  return found.length === 1 && found[0].message.startsWith('Source "C"');
};
function halves(table, rng, change, check) {
  const order = rng.shuffle(Int32Array.from(table.rowIds.keys()));
  const half = (from, to) => selectRows(table, order.slice(from, to).sort());
  const middle = table.rowCount >> 1;
  return [change(half(0, middle)), check, { previous: half(middle, table.rowCount) }];
}

/**
 * Writes the page of what was found and missed, and returns whether the clean tables raise no blocking finding and no
 * fault was missed but those that a table may hide.
 *
 * @param options.data folder of CSV files
 * @param options.seeds how often each fault is planted in each table
 */
export async function benchValidation({ data = join(ROOT, 'data'), seeds, quick }) {
  const repeats = quick ? 1 : seeds;
  const files = (await readdir(data)).filter((file) => file.endsWith('.csv')).sort();
  const tables = await Promise.all(
    files.map(async (file) => [basename(file, '.csv'), toTable((await readCsvFile(join(data, file))).document).table]),
  );
  const names = tables.map(([name]) => name);
  const clean = new Map(tables.map(([name, table]) => [name, validateTable(table, { seed: 0 })]));
  const blocking = names.map((name) => clean.get(name).findings.filter(({ severity }) => severity === 'block').length);
  const lines = [['clean: blocking findings', ...blocking]];
  const missed = [];
  let planted = 0;
  for (const [fault, plant] of Object.entries(FAULTS)) {
    const rights = tables.map(([name, table]) => {
      let right = 0;
      for (let seed = 1; seed <= repeats; seed++) {
        const [faulty, check, options = {}] = plant(table, new Random(seed, fault.length));
        if (check(validateTable(faulty, { seed, ...options }), clean.get(name))) right++;
      }
      if (right < repeats) missed.push({ fault, name, times: repeats - right });
      planted += repeats;
      return `${right}/${repeats}`;
    });
    lines.push([fault, ...rights]);
  }
  const misses = missed.reduce((sum, { times }) => sum + times, 0);
  const page = [
    '# What validation finds',
    '',
    `Seeds at which the planted fault was found (or, where it says so, nothing was said), by table. Made by`,
    `\`npm run bench -- validation --seeds ${repeats} --data FOLDER\`.`,
    '',
    `Right ${planted - misses} of ${planted} times; ${blocking.reduce((a, b) => a + b, 0)} blocking findings on clean tables.`,
    misses === 0 ? 'Nothing was missed.' : 'Missed:',
    ...(misses === 0
      ? []
      : ['', ...missed.map(({ fault, name, times }) => `- ${fault}: ${name}, ${times} of ${repeats}`)]),
    '',
    'A noisy copy of the label is no finding where the columns of the table tell the label nearly as well by themselves',
    '(breast_cancer, iris, penguins). A source of 30 rows with 40 % wrong labels has 12 of them: near what chance brings.',
    '',
    markdownTable(['fault', ...names], lines),
    '',
  ].join('\n');
  await writeFile(PAGE, page);
  process.stdout.write(page);
  const tolerated = new Set(['copy of the label, 10 % wrong', 'source with 40 % wrong labels']);
  return blocking.every((count) => count === 0) && missed.every(({ fault }) => tolerated.has(fault));
}
