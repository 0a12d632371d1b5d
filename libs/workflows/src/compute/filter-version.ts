import type { TableFacts } from '@antidote/persistence';
import {
  applyPatch,
  composePatches,
  DomainError,
  emptyPatch,
  sourceColumn,
  type Patch,
  type Table,
} from '@antidote/tabular';
import { derivedFacts, openVersion, type VersionData } from './version-data.js';

export interface FilterVersionInput {
  version: VersionData;
  withoutSources: string[];
  /** Ids of rows; those that the version lacks change nothing. */
  withoutRows: number[];
}

export interface FilteredVersion {
  /** Against the registered file. */
  patch: Patch;
  facts: TableFacts;
  droppedRows: number;
}

/**
 * The version without the rows of some sources, and without some rows.
 * @throws DomainError `invalid_state` when it names no source, or not these; `too_few_rows` when no row is left
 */
export function filterVersion({ version, withoutSources, withoutRows }: FilterVersionInput): FilteredVersion {
  const opened = openVersion(version);
  const { table } = opened;
  const rows = new Set(withoutRows);
  const isOf = ofSources(table, withoutSources);
  const drop = table.rowIds.filter((row, position) => rows.has(row) || isOf(position));
  if (drop.length === table.rowCount) {
    throw new DomainError('too_few_rows', `All ${table.rowCount} rows would be left out; none would be left.`);
  }
  const filtering: Patch = { ...emptyPatch(), drop: Array.from(drop) };
  const filtered = applyPatch(table, filtering);
  const patch = composePatches(version.patch, filtering);
  return {
    patch,
    facts: derivedFacts(opened, filtered, patch),
    droppedRows: drop.length,
  };
}

/** Whether the row at a position comes from one of the sources. */
function ofSources(table: Table, sources: string[]): (position: number) => boolean {
  if (sources.length === 0) return () => false;
  const column = sourceColumn(table);
  if (column === null) {
    throw new DomainError(
      'invalid_state',
      'The version has no source column; register the file again and say which column is the source.',
    );
  }
  const codes = new Set(sources.map((source) => codeOf(source, column.names)));
  return (position) => codes.has(column.codes[position]!);
}

function codeOf(source: string, names: string[]): number {
  const code = names.indexOf(source);
  if (code >= 0) return code;
  const shown = names.slice(0, 10).join(', ');
  throw new DomainError(
    'invalid_state',
    `The version has no source ${JSON.stringify(source)}; it has ${shown}${names.length > 10 ? ', ...' : ''}.`,
    { source },
  );
}
