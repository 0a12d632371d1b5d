import type { CheckCode, Expectations, FeatureSet, ValidationReport } from '@antidote/contracts';
import { featureHashes } from '@antidote/data-versioning';
import type { Table } from '@antidote/tabular';
import type { Check, CheckContext } from './checks/check-context.js';
import { constantColumn, idColumn } from './checks/column-shape.js';
import { conflictingLabels, duplicates } from './checks/equal-feature-rows.js';
import { labelBalance, representation } from './checks/label-balance.js';
import { leakage } from './checks/leakage.js';
import { rowOrder, timeTellsLabel } from './checks/order.js';
import { personalData } from './checks/personal-data.js';
import { previousDrift } from './checks/previous-version.js';
import { servingSkew } from './checks/serving-skew.js';
import { sourceBehaviour } from './checks/source-behaviour.js';
import { testOverlap } from './checks/test-overlap.js';
import { checkExpectations } from './expectations/check-expectations.js';
import { profile } from './profile.js';
import { toFinding, type Found } from './rows/finding.js';
import { sampleRows } from './rows/sample-rows.js';

export interface ValidationOptions {
  /** From 0 to 2^53 - 1; of samples and forests. */
  seed: number;
  expectations?: Expectations;
  /** The version before this one. */
  previous?: Table | null;
  /** Row hashes (`featureHashes`) of rows that models are tested on. */
  testHashes?: Uint8Array | null;
  /** Row hashes of the sealed trusted set, whose rows training leaves out by itself. */
  trustedHashes?: Uint8Array | null;
  /** What models that serve expect. */
  served?: readonly FeatureSet[];
  /** Names of columns whose values are not to be shown. */
  sensitive?: readonly string[];
  /** Row hashes of the table, where the caller has them already. */
  hashes?: Uint8Array;
  /** Milliseconds since 1970, which freshness is measured from; without it freshness is not checked. */
  now?: number;
  /** Told of each check as it begins. */
  onCheck?(code: CheckCode): void;
}

/** Rows that checks of statistics look at; duplicates, conflicts, personal data and overlap look at all. */
const SAMPLED_ROWS = 20_000;

/** Every built-in check, in the order of the report. */
const CHECKS: readonly (readonly [CheckCode, Check])[] = [
  ['duplicates', duplicates],
  ['conflicting-labels', conflictingLabels],
  ['leakage', leakage],
  ['id-column', idColumn],
  ['constant-column', constantColumn],
  ['time-tells-label', timeTellsLabel],
  ['row-order', rowOrder],
  ['test-overlap', testOverlap],
  ['label-balance', labelBalance],
  ['representation', representation],
  ['personal-data', personalData],
  ['drift', previousDrift],
  ['serving-skew', servingSkew],
  ['source', sourceBehaviour],
];

const RANK = { block: 0, warn: 1, info: 2 };

/**
 * What is wrong with a table: the declared expectations, then the built-in checks, whose severity the expectations may
 * set or which they may turn off. The same arguments give the same report.
 *
 * @returns findings by severity, `block` first; `rowsIn` = `kept` + `quarantined`
 * @throws DomainError `invalid_argument` for a pattern that RE2 does not take
 */
export function validateTable(table: Table, options: ValidationOptions): ValidationReport {
  const { seed, expectations, now, onCheck } = options;
  const context: CheckContext = {
    table,
    hashes: options.hashes ?? featureHashes(table),
    sample: sampleRows(table, SAMPLED_ROWS, seed),
    seed,
    previous: options.previous ?? null,
    testHashes: options.testHashes ?? null,
    trustedHashes: options.trustedHashes ?? null,
    served: options.served ?? [],
    sensitive: new Set(options.sensitive),
  };
  const all: Found[] = [];
  const checks: ValidationReport['checks'] = [];
  if (expectations) {
    onCheck?.('expectation');
    all.push(...checkExpectations(table, expectations, now ?? null));
    const note = expectations.freshness && now === undefined ? 'freshness not checked: no time was given' : null;
    checks.push({ code: 'expectation', state: 'ran', note });
  } else checks.push({ code: 'expectation', state: 'skipped', note: 'no expectations were given' });

  for (const [code, check] of CHECKS) {
    const wanted = expectations?.checks[code];
    if (wanted === 'off') {
      checks.push({ code, state: 'off', note: null });
      continue;
    }
    onCheck?.(code);
    const { findings, skipped, note } = check(context);
    checks.push({ code, state: skipped === undefined ? 'ran' : 'skipped', note: skipped ?? note ?? null });
    for (const finding of findings) all.push(wanted === undefined ? finding : { ...finding, severity: wanted });
  }

  const quarantined = new Set<number>();
  for (const { quarantine, positions } of all) if (quarantine) for (const at of positions) quarantined.add(at);
  const withheld = new Set(all.flatMap(({ code, columns }) => (code === 'personal-data' ? columns : [])));
  const findings = all.map((finding) => toFinding(finding, table)).sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  const worst = findings[0]?.severity ?? 'info';
  return {
    formatVersion: 1,
    verdict: worst === 'info' ? 'pass' : worst,
    rowsIn: table.rowCount,
    kept: table.rowCount - quarantined.size,
    quarantined: quarantined.size,
    quarantinedRows: [...quarantined].sort((a, b) => a - b).map((at) => table.rowIds[at]!),
    findings,
    checks,
    profile: profile(table, new Set([...withheld, ...context.sensitive])),
  };
}
