import type { ColumnExpectation, Expectations } from '@antidote/contracts';
import { DomainError, type FeatureColumn, type Table } from '@antidote/tabular';
import { RE2JS } from 're2js';
import { found, type Found } from '../rows/finding.js';
import { timeValues } from '../rows/time-values.js';
import { listed, percent, plural, shown } from '../rows/words.js';

/**
 * What of the declared expectations a table does not meet. Values are never shown, rows are named by id.
 *
 * @param now milliseconds since 1970, for freshness
 * @throws DomainError `invalid_argument` for a pattern that RE2 does not take
 */
export function checkExpectations(table: Table, expectations: Expectations, now: number | null): Found[] {
  const columns = new Map<string, FeatureColumn>(
    [...table.features, ...(table.context ?? [])].map((column) => [column.name, column]),
  );
  const findings = [...checkRows(table, expectations), ...checkLabel(table, expectations)];
  for (const [name, expectation] of Object.entries(expectations.columns)) {
    const column = columns.get(name);
    if (column) findings.push(...checkColumn(column, expectation));
    else if (expectation.required && name !== table.target.name) {
      findings.push(
        failed(
          expectation.severity,
          `Column ${shown(name)} is missing.`,
          'Put it back, or declare it `required: false`.',
          { columns: [name] },
        ),
      );
    }
  }
  const others = table.features.map(({ name }) => name).filter((name) => !Object.hasOwn(expectations.columns, name));
  if (expectations.otherColumns !== 'allow' && others.length > 0) {
    findings.push(
      failed(
        expectations.otherColumns,
        `${plural(others.length, 'column')} are not declared: ${listed(others)}.`,
        'Declare them, or take them out.',
        { columns: others },
      ),
    );
  }
  return [...findings, ...checkFreshness(columns, expectations, now)];
}

const failed = (severity: Found['severity'], message: string, remedy: string, more: Parameters<typeof found>[4] = {}) =>
  found('expectation', severity, message, remedy, more);

function checkRows({ rowCount }: Table, { rows }: Expectations): Found[] {
  const { min = 0, max = Infinity } = rows ?? {};
  if (rowCount >= min && rowCount <= max) return [];
  const limit = rowCount < min ? `at least ${min}` : `at most ${max}`;
  return [
    failed(
      'block',
      `There are ${plural(rowCount, 'row')}; ${limit} are expected.`,
      'Check that the file is whole, or change `rows`.',
      { numbers: { rows: rowCount } },
    ),
  ];
}

function checkLabel({ target, rowCount }: Table, { label }: Expectations): Found[] {
  if (!label) return [];
  const counts = new Float64Array(target.classes.length);
  const unlabelled: number[] = [];
  const strange: number[] = [];
  const allowed = label.classes && new Set(label.classes);
  target.codes.forEach((code, position) => {
    if (code < 0) unlabelled.push(position);
    else {
      counts[code]!++;
      if (allowed && !allowed.has(target.classes[code]!)) strange.push(position);
    }
  });
  const columns = [target.name];
  const findings: Found[] = [];
  if (strange.length > 0) {
    findings.push(
      failed(
        'block',
        `${plural(strange.length, 'row')} bear a label that \`label.classes\` does not list.`,
        'Correct the labels, or list the class.',
        { columns, positions: strange },
      ),
    );
  }
  const missing = rowCount === 0 ? 0 : unlabelled.length / rowCount;
  if (label.maxMissing !== undefined && missing > label.maxMissing) {
    findings.push(
      failed(
        'block',
        `${percent(missing)} of the labels are missing; at most ${percent(label.maxMissing)} may be.`,
        'Label these rows, or raise `label.maxMissing`.',
        { columns, positions: unlabelled, numbers: { missing } },
      ),
    );
  }
  const labelled = rowCount - unlabelled.length;
  const { minShare = 0 } = label;
  const names = label.classes ?? target.classes;
  const few = names.filter((name) => {
    const code = target.classes.indexOf(name);
    return (code < 0 ? 0 : counts[code]! / Math.max(1, labelled)) < minShare;
  });
  if (few.length > 0) {
    findings.push(
      failed(
        'block',
        `${listed(few)} ${few.length === 1 ? 'has' : 'have'} under ${percent(minShare)} of the labelled rows.`,
        'Gather more rows of the class, or lower `label.minShare`.',
        { columns, numbers: { classes: few.length } },
      ),
    );
  }
  return findings;
}

function checkColumn(column: FeatureColumn, expectation: ColumnExpectation): Found[] {
  const { severity, quarantine } = expectation;
  const name = shown(column.name);
  const unmatched = `have a value of ${name} that does not match the pattern`;
  const findings: Found[] = [];
  if (expectation.type && expectation.type !== column.kind) {
    const word = { numeric: 'numbers', category: 'texts' };
    findings.push(
      failed(
        severity,
        `Column ${name} holds ${word[column.kind]}, not ${word[expectation.type]}.`,
        'Correct the cells that changed its type, or the declaration.',
        { columns: [column.name] },
      ),
    );
  }
  const rowsThat = (what: string, remedy: string, fails: (position: number) => boolean) => {
    const positions: number[] = [];
    const rows = lengthOf(column);
    for (let position = 0; position < rows; position++) if (fails(position)) positions.push(position);
    if (positions.length === 0) return;
    findings.push(
      failed(quarantine ? 'warn' : severity, `${plural(positions.length, 'row')} ${what}.`, remedy, {
        columns: [column.name],
        positions,
        quarantine,
      }),
    );
  };
  const { min = -Infinity, max = Infinity } = expectation;
  if (column.kind === 'numeric') {
    const { values } = column;
    if (expectation.min !== undefined || expectation.max !== undefined) {
      rowsThat(
        `have a value of ${name} outside [${min}, ${max}]`,
        'Correct the values, or the range.',
        (position) => values[position]! < min || values[position]! > max,
      );
    }
    if (expectation.integer) {
      rowsThat(
        `have a value of ${name} that is no whole number`,
        'Correct the values, or the declaration.',
        (position) => !Number.isNaN(values[position]!) && !Number.isInteger(values[position]!),
      );
    }
    if (expectation.allowed) {
      const allowed = new Set(expectation.allowed.map(Number));
      rowsThat(
        `have a value of ${name} that is not allowed`,
        'Correct the values, or list them under `allowed`.',
        (position) => !Number.isNaN(values[position]!) && !allowed.has(values[position]!),
      );
    }
    if (expectation.pattern) {
      const matches = matcher(expectation.pattern);
      rowsThat(
        unmatched,
        'Correct the values, or the pattern.',
        (position) => !Number.isNaN(values[position]!) && !matches(String(values[position])),
      );
    }
  } else {
    const byText = (good: (text: string) => boolean) => {
      const ok = column.categories.map(good);
      return (position: number) => column.codes[position]! >= 0 && !ok[column.codes[position]!];
    };
    if (expectation.allowed) {
      const allowed = new Set(expectation.allowed.map(String));
      rowsThat(
        `have a value of ${name} that is not allowed`,
        'Correct the values, or list them under `allowed`.',
        byText((text) => allowed.has(text)),
      );
    }
    if (expectation.pattern) {
      rowsThat(unmatched, 'Correct the values, or the pattern.', byText(matcher(expectation.pattern)));
    }
  }
  if (expectation.unique) {
    const seen = new Set<number>();
    const keys = column.kind === 'numeric' ? column.values : column.codes;
    rowsThat(
      `repeat a value of ${name}, which is declared unique`,
      'Drop the repeats, or the declaration.',
      (position) => {
        const key = keys[position]!;
        if (column.kind === 'numeric' ? Number.isNaN(key) : key < 0) return false;
        if (seen.has(key)) return true;
        seen.add(key);
        return false;
      },
    );
  }
  findings.push(...checkMissing(column, expectation));
  return findings;
}

function checkMissing(column: FeatureColumn, { maxMissing, severity }: ColumnExpectation): Found[] {
  if (maxMissing === undefined) return [];
  const positions: number[] = [];
  const rows = lengthOf(column);
  for (let position = 0; position < rows; position++) {
    if (column.kind === 'numeric' ? Number.isNaN(column.values[position]!) : column.codes[position]! < 0)
      positions.push(position);
  }
  const missing = rows === 0 ? 0 : positions.length / rows;
  if (missing <= maxMissing) return [];
  return [
    failed(
      severity,
      `${percent(missing)} of ${shown(column.name)} is missing; at most ${percent(maxMissing)} may be.`,
      'Fill the gaps, or raise `maxMissing`.',
      { columns: [column.name], positions, numbers: { missing } },
    ),
  ];
}

/** @throws DomainError `invalid_argument` for a pattern that RE2 does not take */
export function checkPatterns({ columns }: Expectations): void {
  for (const { pattern } of Object.values(columns)) if (pattern !== undefined) matcher(pattern);
}

/** RE2 takes time linear in the text, whatever the pattern. */
function matcher(pattern: string): (text: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matches(text);
  } catch (cause) {
    throw new DomainError(
      'invalid_argument',
      `The pattern ${shown(pattern)} is no RE2 pattern: ${(cause as Error).message}; look-around and back references are not taken.`,
      { pattern },
      { cause },
    );
  }
}

function checkFreshness(columns: Map<string, FeatureColumn>, { freshness }: Expectations, now: number | null): Found[] {
  if (!freshness || now === null) return [];
  const column = columns.get(freshness.column);
  const times = column && timeValues(column);
  const more = { columns: [freshness.column] };
  if (!times) {
    const what = column ? 'holds no times (ISO 8601, or seconds since 1970)' : 'is missing';
    return [
      failed(
        'block',
        `Column ${shown(freshness.column)}, which \`freshness\` names, ${what}.`,
        'Name a column of times.',
        more,
      ),
    ];
  }
  const newest = times.reduce((latest, time) => (time > latest ? time : latest), -Infinity);
  const hours = (now - newest) / 3_600_000;
  if (hours <= freshness.maxAgeHours) return [];
  return [
    failed(
      'block',
      `The newest row is ${Math.floor(hours)} hours old; at most ${freshness.maxAgeHours} are expected.`,
      'Get newer rows, or raise `freshness.maxAgeHours`.',
      { ...more, numbers: { hours } },
    ),
  ];
}

const lengthOf = (column: FeatureColumn) => (column.kind === 'numeric' ? column.values : column.codes).length;
