import { describe, expect, it } from '@jest/globals';
import { parseExpectations } from '@antidote/contracts';
import { featureHashes, HASH_BYTES } from '@antidote/data-versioning';
import type { FeatureSet } from '@antidote/contracts';
import { byCodePoint, Random, selectRows, type CategoryColumn, type Table } from '@antidote/tabular';
import fc from 'fast-check';
import { findDrift, hideValues, profile, proposeExpectations, validateTable, type ValidationOptions } from './index.js';

const category = (name: string, texts: string[]): CategoryColumn => {
  const categories = [...new Set(texts.filter((text) => text !== ''))].sort(byCodePoint);
  return {
    kind: 'category',
    name,
    categories,
    codes: Int32Array.from(texts, (text) => categories.indexOf(text)),
  };
};

const factsOf = ({ rowCount, target: { classes, codes } }: Table) => ({
  rows: rowCount,
  classes: classes.map((label, code) => ({ label, rows: codes.filter((one) => one === code).length })),
});

/** 200 rows, two classes, two features of which `a` says a little of the label. */
function someTable(seed = 1, rows = 200): Table {
  const rng = new Random(seed);
  const codes = Int32Array.from({ length: rows }, () => rng.below(2));
  return {
    rowCount: rows,
    rowIds: Uint32Array.from(codes.keys()),
    features: [
      { kind: 'numeric', name: 'a', values: Float64Array.from(codes, (code) => code * 0.3 + rng.uniform()) },
      { kind: 'numeric', name: 'b', values: Float64Array.from(codes, () => rng.uniform()) },
    ],
    target: { name: 'label', codes, classes: ['no', 'yes'] },
  };
}

const codesOf = (table: Table, options = {}) =>
  validateTable(table, { seed: 1, ...options }).findings.map(({ code }) => code);
const withFeature = (table: Table, column: Table['features'][number]): Table => ({
  ...table,
  features: [...table.features, column],
});

describe('validateTable', () => {
  it('finds nothing in a clean table, and keeps all of its rows', () => {
    const report = validateTable(someTable(), { seed: 1 });
    expect(report).toMatchObject({ verdict: 'pass', findings: [], rowsIn: 200, kept: 200, quarantined: 0 });
  });

  it('tells repeats from conflicts: four equal rows, one of them labelled otherwise', () => {
    const table = selectRows(someTable(), [...Array(200).keys(), 7, 7, 7]);
    table.rowIds = Uint32Array.from(Array(203).keys());
    const codes = table.target.codes.slice();
    codes[202] = 1 - codes[7]!;
    const { findings } = validateTable({ ...table, target: { ...table.target, codes } }, { seed: 1 });
    expect(findings.find(({ code }) => code === 'duplicates')).toMatchObject({ rows: [200, 201], rowCount: 2 });
    expect(findings.find(({ code }) => code === 'conflicting-labels')).toMatchObject({
      rows: [7, 200, 201, 202],
      numbers: { groups: 1 },
    });
  });

  it('blocks a copy of the label, and an absence that tells it', () => {
    const table = someTable();
    const copy = withFeature(
      table,
      category(
        'copy',
        Array.from(table.target.codes, (code) => `c${code}`),
      ),
    );
    const absent = withFeature(
      table,
      category(
        'absent',
        Array.from(table.target.codes, (code) => (code ? '' : 'x')),
      ),
    );
    for (const planted of [copy, absent]) {
      expect(validateTable(planted, { seed: 1 })).toMatchObject({
        verdict: 'block',
        findings: [{ code: 'leakage', severity: 'block' }],
      });
    }
  });

  it('sets rows apart that are tested on', () => {
    const table = someTable();
    const report = validateTable(table, { seed: 1, testHashes: featureHashes(selectRows(table, [3, 9])) });
    expect(report).toMatchObject({ kept: 198, quarantined: 2, quarantinedRows: [3, 9] });
  });

  it('masks what it shows of people', () => {
    const texts = Array.from({ length: 200 }, (_, row) => (row === 5 ? 'ada@example.org' : 'none'));
    const [finding] = validateTable(withFeature(someTable(), category('note', texts)), { seed: 1 }).findings;
    expect(finding).toMatchObject({ code: 'personal-data', severity: 'block', rows: [5] });
    expect(finding!.message).toContain('a**@*******.***');
    expect(JSON.stringify(validateTable(withFeature(someTable(), category('note', texts)), { seed: 1 }))).not.toContain(
      'ada@',
    );
  });

  describe('personal data that other codes look like', () => {
    const severityOf = (texts: string[]) => {
      const padded = Array.from({ length: someTable().rowCount }, (_, row) => texts[row] ?? `code ${row}`);
      const { findings } = validateTable(withFeature(someTable(), category('note', padded)), { seed: 1 });
      return findings.find(({ code }) => code === 'personal-data')?.severity ?? null;
    };

    it('blocks from three different values, and warns of fewer', () => {
      expect(severityOf(['192.0.2.17'])).toBe('warn');
      expect(severityOf(['192.0.2.17', '192.0.2.18'])).toBe('warn');
      expect(severityOf(['192.0.2.17', '192.0.2.18', '192.0.2.19'])).toBe('block');
    });

    it('says nothing where only as many values of the shape pass the check as chance lets pass', () => {
      // Check letters of DNI: Z is right for 12345678, and A for none of these.
      expect(severityOf(['12345678Z', '12345679A', '12345680A', '12345681A'])).toBeNull();
      expect(severityOf(['12345678Z', '12345679S', '12345680Q'])).toBe('block');
    });

    it('takes one IBAN, card number or mail address for enough', () => {
      expect(severityOf(['DE89370400440532013000'])).toBe('block');
      expect(severityOf(['4111 1111 1111 1111'])).toBe('block');
      expect(severityOf(['1234 5678 9012 3452'])).toBeNull();
    });
  });

  it('hides the values of sensitive columns', () => {
    const column = category(
      'city',
      Array.from({ length: someTable().rowCount }, (_, row) => 'AB'[row % 2]!),
    );
    const table = withFeature(someTable(), column);
    const top = (sensitive: string[]) =>
      validateTable(table, { seed: 1, sensitive }).profile.find((one) => one.column === 'city')!.top;
    expect(top([])).not.toBeNull();
    expect(top(['city'])).toBeNull();
    const groups = Array.from({ length: table.rowCount }, (_, row) => (row === 0 ? 'Elsewhere' : 'Here'));
    const grouped: Table = { ...table, context: [{ ...category('region', groups), role: 'group' }] };
    const told = (sensitive: string[]) => JSON.stringify(validateTable(grouped, { seed: 1, sensitive }));
    expect(told([])).toContain('Elsewhere');
    expect(told(['region'])).not.toContain('Elsewhere');
  });

  it('sets no row of the trusted set apart: training leaves them out', () => {
    const table = someTable();
    const trustedHashes = featureHashes(table).slice(0, 2 * HASH_BYTES);
    const { findings, quarantined } = validateTable(table, { seed: 1, trustedHashes });
    expect(findings.find(({ code }) => code === 'test-overlap')).toMatchObject({ severity: 'info', quarantine: false });
    expect(quarantined).toBe(0);
  });

  it('finds the one source whose labels are wrong', () => {
    const table = someTable(2, 600);
    const source = category(
      'who',
      Array.from({ length: 600 }, (_, row) => 'ABC'[row % 3]!),
    );
    const clear = table.target.codes.map((_, row) => (row % 3 === 1 && row % 2 === 0 ? 1 : 0));
    const truth = table.target.codes;
    const features: Table['features'] = [
      { kind: 'numeric', name: 'a', values: Float64Array.from(truth, (code, row) => code + row / 1e4) },
    ];
    const codes = truth.map((code, row) => (clear[row] ? 1 - code : code));
    const planted: Table = {
      ...table,
      features,
      target: { ...table.target, codes },
      context: [{ ...source, role: 'source' }],
    };
    const found = validateTable(planted, { seed: 1 }).findings.filter(({ code }) => code === 'source');
    expect(found).toHaveLength(1);
    expect(found[0]!.message).toMatch(/^Source "B"/);
    expect(found[0]!.rowCount).toBe(200);
  });

  it('is turned off and sharpened by the expectations', () => {
    const planted = withFeature(someTable(), category('constant', Array(200).fill('x')));
    const set = (severity: string) =>
      parseExpectations(`{formatVersion: 1, checks: {constant-column: ${severity}}}`).data!;
    expect(codesOf(planted)).toEqual(['constant-column']);
    expect(codesOf(planted, { expectations: set('off') })).toEqual([]);
    expect(validateTable(planted, { seed: 1, expectations: set('block') }).verdict).toBe('block');
  });

  it('counts every row once: rows in = kept + quarantined, and the same bytes for the same input', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }), (rows, seed) => {
        const table = someTable(seed, rows);
        const expectations = parseExpectations(
          '{formatVersion: 1, columns: {a: {max: 0.5, quarantine: true}, b: {min: 0.5, quarantine: true}}}',
        ).data!;
        const report = validateTable(table, { seed, expectations });
        expect(report.kept + report.quarantined).toBe(rows);
        expect(report.quarantinedRows).toHaveLength(report.quarantined);
        expect(JSON.stringify(validateTable(table, { seed, expectations }))).toBe(JSON.stringify(report));
      }),
      { numRuns: 20 },
    );
  });
});

describe('expectations', () => {
  const check = (yaml: string, table = someTable(), now?: number) => {
    const expectations = parseExpectations(yaml).data!;
    return validateTable(table, { seed: 1, expectations, ...(now === undefined ? {} : { now }) }).findings.map(
      ({ message }) => message,
    );
  };

  it('proposes what the table meets itself', () => {
    const table = withFeature(
      someTable(),
      category(
        'c',
        Array.from({ length: 200 }, (_, row) => 'xyz'[row % 3]!),
      ),
    );
    const flag = {
      kind: 'numeric' as const,
      name: 'flag',
      values: Float64Array.from({ length: 200 }, (_, row) => row % 2),
    };
    const proposed = proposeExpectations(factsOf(table), profile(withFeature(table, flag)));
    const expectations = parseExpectations(JSON.stringify(proposed)).data!;
    expect(validateTable(withFeature(table, flag), { seed: 1, expectations }).findings).toEqual([]);
    expect(expectations.columns['flag']).toMatchObject({ allowed: [0, 1] });
  });

  it('proposes no number and no text of a column whose values are hidden', () => {
    const table = withFeature(someTable(), category('c', Array(200).fill('x')));
    const { columns = {} } = proposeExpectations(factsOf(table), profile(table, new Set(['a', 'c'])));
    expect(columns['a']).toMatchObject({ type: 'numeric' });
    expect(Object.keys({ ...columns['a'], ...columns['c'] })).not.toEqual(
      expect.arrayContaining(['min', 'max', 'allowed', 'integer']),
    );
    expect(columns['b']).toHaveProperty('min');
  });

  it('takes time linear in the text for a pattern that would never end elsewhere', () => {
    const table = withFeature(someTable(), category('c', Array(200).fill(`${'a'.repeat(5000)}!`)));
    expect(check("{formatVersion: 1, columns: {c: {pattern: '(a+)+b'}}}", table)[0]).toContain('does not match');
  });

  it('refuses a pattern that RE2 does not take, naming it', () => {
    const table = withFeature(someTable(), category('c', Array(200).fill('a')));
    expect(() => check("{formatVersion: 1, columns: {c: {pattern: '(?=a)b'}}}", table)).toThrow(/look-around/);
  });

  it.each([
    ['{formatVersion: 1, rows: {min: 201}}', /200 rows; at least 201/],
    ['{formatVersion: 1, label: {classes: ["no"]}}', /does not list/],
    ['{formatVersion: 1, label: {minShare: 0.9}}', /under 90 %/],
    ['{formatVersion: 1, columns: {a: {type: category}}}', /holds numbers, not texts/],
    ['{formatVersion: 1, columns: {a: {integer: true}}}', /no whole number/],
    ['{formatVersion: 1, columns: {z: {}}}', /"z" is missing/],
    ['{formatVersion: 1, otherColumns: block}', /not declared/],
  ])('%s', (yaml, message) => {
    expect(check(yaml)[0]).toMatch(message);
  });

  it('knows how old the newest row is', () => {
    const table = withFeature(
      someTable(),
      category(
        'at',
        Array.from({ length: 200 }, (_, row) => `2026-01-${row % 2 ? '01' : '02'}T00:00:00Z`),
      ),
    );
    const yaml = '{formatVersion: 1, freshness: {column: at, maxAgeHours: 24}}';
    expect(check(yaml, table, Date.UTC(2026, 0, 3))).toEqual([]);
    expect(check(yaml, table, Date.UTC(2026, 0, 4))).toEqual([expect.stringContaining('48 hours old')]);
  });

  it.each([
    '{formatVersion: 2}',
    'a: [',
    '{formatVersion: 1, columns: {a: {min: 2, max: 1}}}',
    '{formatVersion: 1, x: 1}',
    'a: 1\na: 2',
  ])('refuses %s', (yaml) => expect(parseExpectations(yaml).success).toBe(false));
});

describe('findDrift', () => {
  const drift = (current: Table, reference = someTable()) => findDrift(reference, current, { seed: 1 });

  it('sees none in the table itself', () => {
    expect(drift(someTable())).toMatchObject({ drifted: false, driftShare: 0, missingColumns: [], reasons: [] });
  });

  it('defines what cannot be compared: lost, new, all missing, another type, a single row', () => {
    const table = someTable();
    const [a] = table.features;
    expect(drift({ ...table, features: [a!] })).toMatchObject({ drifted: true, missingColumns: ['b'] });
    expect(drift(withFeature(table, { ...a!, name: 'z' }))).toMatchObject({ drifted: false, newColumns: ['z'] });
    const gone = { kind: 'numeric' as const, name: 'b', values: new Float64Array(200).fill(NaN) };
    expect(drift({ ...table, features: [a!, gone] }).columns[1]).toMatchObject({ test: 'structure', drifted: true });
    const texts = category('b', Array(200).fill('x'));
    expect(drift({ ...table, features: [a!, texts] }).columns[1]!.note).toContain('texts now');
    const single = drift(selectRows(table, [0]));
    expect(single.domainClassifier).toBeNull();
    expect(single.columns[0]!.note).toContain('little can be seen');
    expect(drift(selectRows(table, []))).toMatchObject({ drifted: true });
  });

  it('names new categories', () => {
    const before = withFeature(someTable(), category('c', Array(200).fill('x')));
    const after = withFeature(
      someTable(),
      category(
        'c',
        Array.from({ length: 200 }, (_, i) => (i % 2 ? 'x' : 'new')),
      ),
    );
    expect(drift(after, before).columns[2]).toMatchObject({ newCategories: ['new'], drifted: true, test: 'z-test' });
  });

  it('sees columns that changed together, which no column shows alone', () => {
    const rng = new Random(5);
    const base = someTable(5, 600);
    const values = Float64Array.from({ length: 600 }, () => rng.uniform());
    const tied: Table = {
      ...base,
      features: [
        { kind: 'numeric', name: 'a', values },
        { kind: 'numeric', name: 'b', values: values.slice() },
      ],
    };
    const free: Table = {
      ...base,
      features: [tied.features[0]!, { kind: 'numeric', name: 'b', values: rng.shuffle(values.slice()) }],
    };
    const report = drift(free, tied);
    expect(report.columns.every(({ drifted }) => !drifted)).toBe(true);
    expect(report.domainClassifier!.auc).toBeGreaterThan(0.8);
    expect(report.drifted).toBe(true);
  });
});

describe('a report read after a column became sensitive', () => {
  it('tells none of its values any more', () => {
    const table = withFeature(someTable(), category('city', Array(200).fill('Bern')));
    const groups = category(
      'team',
      Array.from({ length: 200 }, (_, row) => (row < 3 ? 'Ulm' : 'Graz')),
    );
    const report = validateTable({ ...table, context: [{ ...groups, role: 'group' }] }, { seed: 1 });
    expect(JSON.stringify(report)).toMatch(/Bern.*|Ulm/);
    const hidden = hideValues(report, ['city', 'team', 'a']);
    expect(JSON.stringify(hidden)).not.toMatch(/Bern|Ulm/);
    expect(hidden.profile.find(({ column }) => column === 'a')).toMatchObject({ numbers: null, missing: 0 });
    expect(hidden.findings.find(({ code }) => code === 'representation')!.message).toBe(
      '1 value of "team" has fewer than 30 rows.',
    );
    expect(hideValues(report, [])).toBe(report);
  });
});

describe('skew against what serves', () => {
  const served: FeatureSet = {
    id: '7d5ec0ae-0000-4000-8000-000000000000',
    name: 'churn',
    version: 2,
    columns: [
      { name: 'a', type: 'category', categories: ['x'], unit: null },
      { name: 'c', type: 'category', categories: ['x', 'y'], unit: null },
      { name: 'gone', type: 'numeric', categories: null, unit: null },
    ],
    digest: '',
    versionId: null,
    createdAt: '2026-11-21T00:00:00.000Z',
    createdBy: 'ada',
  };
  const texts = Array.from({ length: 200 }, (_, row) => (row % 4 === 0 ? 'x' : 'z'));
  const table = withFeature(someTable(), category('c', texts));
  const found = (options: Partial<ValidationOptions>) =>
    validateTable(table, { seed: 1, ...options }).findings.filter(({ code }) => code === 'serving-skew');

  it('warns once of each column that a model would miss, misread or not know, and of none that is new', () => {
    const findings = found({ served: [served, { ...served, version: 3 }] });
    expect(findings.map(({ severity, columns }) => [severity, columns])).toEqual([
      ['warn', ['a']],
      ['warn', ['c']],
      ['warn', ['gone']],
    ]);
    expect(findings[1]).toMatchObject({
      message: 'Column "c" has 1 value that training never saw. A model that serves expects churn 2.',
      rowCount: 150,
    });
    expect(findings[1]!.rows.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('is not looked for where nothing serves', () => {
    expect(found({})).toEqual([]);
  });
});
