import {
  classCounts,
  CONTEXT_ROLES,
  type ContextColumn,
  type ContextRole,
  DomainError,
  type FeatureColumn,
  type Table,
} from '@antidote/tabular';
import { chooseTarget } from '../choose-target.js';
import { labelWarnings, nearlyNumericWarning } from '../table-warnings.js';
import { FeatureBuilder, LabelBuilder } from './column-builder.js';
import { DEFAULT_INGEST_LIMITS, type IngestLimits, limitExceeded } from './ingest-limits.js';
import type { FileFormat, SourceRows, TableSource } from './table-source.js';
import { withTableSource } from './with-table-source.js';

/** Characters of a source's name; requests take no more. */
const LONGEST_SOURCE = 1000;

/** What is known of the columns before the file is read; the rest is inferred. */
export interface TableDeclaration {
  target?: string;
  roles?: Partial<Record<ContextRole, string>>;
  types?: ReadonlyMap<string, 'numeric' | 'category'>;
  /** Columns whose values are to be hidden: of features and context, but for the source. */
  sensitive?: readonly string[];
}

export interface ReadTableOptions extends TableDeclaration {
  limits?: IngestLimits;
  /** Leaves rows with another number of cells than the header out, counted, instead of refusing the file. */
  quarantineRaggedRows?: boolean;
  /** Takes a table whose labels are all the same: one that nothing is trained on. */
  allowSingleClass?: boolean;
  /** Where a compressed file is decompressed to, for the time it is read; beside it unless told. */
  plainPath?: string;
}

export interface ReadTable {
  table: Table;
  warnings: string[];
  format: FileFormat;
  /** Rows in the file: those of the table and those in quarantine. */
  rowsIn: number;
  quarantined: { count: number; rows: SourceRows['ragged'] };
}

/**
 * Reads a file of CSV, JSON Lines or Parquet, plain or in gzip, into a table, in bounded memory: that of the table and
 * a piece of the file. The same table comes out of each format, and the same as `toTable(parseCsv(bytes))` gives.
 * No message holds a feature's value.
 *
 * @throws DomainError as `parseCsv` and `toTable`; `limit_exceeded` with the limit's name; `invalid_json`,
 *   `invalid_parquet`; `column_mismatch` when a declared column is absent or its values are of another type
 */
export function readTableFile(path: string, options: ReadTableOptions = {}): Promise<ReadTable> {
  const { limits = DEFAULT_INGEST_LIMITS, quarantineRaggedRows = false, plainPath = `${path}.plain` } = options;
  const opening = { limits, quarantineRaggedRows, plainPath };
  return withTableSource(path, opening, (source) => readSource(source, options, limits));
}

async function readSource(
  source: TableSource,
  declaration: ReadTableOptions,
  limits: IngestLimits,
): Promise<ReadTable> {
  const { header } = source;
  const target = chooseTarget(header, declaration.target);
  const roleOf = contextRoles(header, target, declaration);
  if (header.length - roleOf.size < 2) {
    throw new DomainError('empty_dataset', 'The file has no column for a feature beside the target; add one.');
  }
  const labels = new LabelBuilder(header[target]!);
  const builders = header.map((name, column) =>
    column === target ? null : new FeatureBuilder(name, declaration.types?.get(name) ?? null),
  );
  const checkDistinct = () => {
    const characters = builders.reduce(
      (sum, builder) => sum + (builder?.distinctCharacters ?? 0),
      labels.distinctCharacters,
    );
    if (characters > limits.distinctText) {
      throw limitExceeded(
        'distinctText',
        limits,
        `The table has more than ${limits.distinctText} characters of different texts`,
      );
    }
  };
  let values = 0;
  const counted = () => {
    // Often enough that memory stays bounded, seldom enough to cost nothing.
    if ((++values & 0xffff) === 0) checkDistinct();
  };
  const rows = await source.read(() => true, {
    text(column, text) {
      counted();
      const builder = builders[column];
      if (builder) builder.text(text);
      else label(text);
    },
    number(column, value) {
      const builder = builders[column];
      if (builder) builder.number(value);
      else label(Number.isNaN(value) ? '' : String(value));
    },
  });
  checkDistinct();
  const rowCount = rows.total - rows.raggedCount;
  if (rowCount === 0) {
    throw new DomainError('empty_dataset', 'The file has a header and no rows; give at least one row below it.');
  }
  refuseTexts(builders, declaration, rows);
  const again = new Set([...builders.keys()].filter((column) => builders[column]?.mustReread));
  if (again.size > 0) {
    for (const column of again) builders[column]!.reread();
    await source.read((column) => again.has(column), {
      text(column, text) {
        counted();
        builders[column]!.text(text);
      },
      number: (column, value) => builders[column]!.number(value),
    });
    checkDistinct();
  }

  function label(text: string): void {
    labels.text(text);
    // One more than the limit may be a text for missing.
    if (labels.distinct > limits.classes + 3) throw tooManyClasses(header[target]!, limits);
  }

  const warnings: string[] = [];
  const features: FeatureColumn[] = [];
  const context: ContextColumn[] = [];
  for (const [column, builder] of builders.entries()) {
    if (builder === null) continue;
    const { mixture } = builder;
    const built = builder.build();
    builders[column] = null;
    const role = roleOf.get(column);
    if (role === 'source') refuseLongSources(built);
    if (role !== undefined) context.push({ ...built, role });
    else {
      features.push(built);
      const declared = declaration.types?.has(built.name) === true;
      const warning = built.kind === 'category' && !declared ? nearlyNumericWarning(built.name, mixture) : null;
      if (warning !== null) warnings.push(warning);
    }
  }
  const table: Table = {
    rowCount,
    rowIds: rows.kept ?? Uint32Array.from({ length: rowCount }, (_, row) => row),
    features,
    target: labels.build(),
    ...(context.length > 0 && { context }),
  };
  checkLabels(table, limits, declaration.allowSingleClass ?? false);
  return {
    table,
    warnings: [...labelWarnings(table), ...warnings],
    format: source.format,
    rowsIn: rows.total,
    quarantined: { count: rows.raggedCount, rows: rows.ragged },
  };
}

/** The context role of each column that bears one. */
function contextRoles(
  header: string[],
  target: number,
  { roles = {}, types, sensitive = [] }: TableDeclaration,
): Map<number, ContextRole> {
  const roleOf = new Map<number, ContextRole>();
  for (const role of CONTEXT_ROLES) {
    const name = roles[role];
    if (name === undefined) continue;
    const column = header.indexOf(name);
    const shown = JSON.stringify(name);
    if (column < 0) {
      throw new DomainError(
        'column_mismatch',
        `No column is named ${shown}, which was named as ${role}; name another.`,
      );
    }
    const other = column === target ? 'target' : roleOf.get(column);
    if (other !== undefined) {
      throw new DomainError('conflict', `Column ${shown} is named as ${other} and as ${role}; name it once.`);
    }
    roleOf.set(column, role);
  }
  for (const name of types?.keys() ?? []) {
    if (!header.includes(name)) {
      throw new DomainError(
        'column_mismatch',
        `The schema declares the column ${JSON.stringify(name)}, which the file lacks.`,
      );
    }
  }
  for (const name of sensitive) {
    const column = header.indexOf(name);
    const shown = JSON.stringify(name);
    if (column < 0) {
      throw new DomainError(
        'column_mismatch',
        `No column is named ${shown}, which was named as sensitive; name another.`,
      );
    }
    const open = column === target ? 'target' : roleOf.get(column) === 'source' ? 'source' : null;
    if (open !== null) {
      throw new DomainError(
        'invalid_argument',
        `The ${open} ${shown} cannot be sensitive, because people decide by it; put pseudonyms in its place.`,
      );
    }
  }
  return roleOf;
}

/** Refuses a text in a column that was declared numeric, naming its row. */
function refuseTexts(builders: (FeatureBuilder | null)[], { types }: TableDeclaration, { kept }: SourceRows): void {
  for (const builder of builders) {
    if (builder === null || types?.get(builder.name) !== 'numeric' || builder.firstText < 0) continue;
    const row = kept ? kept[builder.firstText]! : builder.firstText;
    throw new DomainError(
      'column_mismatch',
      `Row ${row} has a text in column ${JSON.stringify(builder.name)}, which is declared numeric; correct the value or the schema.`,
      { row, column: builder.name },
    );
  }
}

/** Sources are asked about and recalled by name. */
function refuseLongSources(column: FeatureColumn): void {
  const long = column.kind === 'category' && column.categories.some((name) => name.length > LONGEST_SOURCE);
  if (!long) return;
  throw new DomainError(
    'limit_exceeded',
    `The source column ${JSON.stringify(column.name)} has a value of more than ${LONGEST_SOURCE} characters; the limit \`sourceName\` is ${LONGEST_SOURCE}: name sources by shorter texts.`,
    { limitName: 'sourceName', limit: LONGEST_SOURCE },
  );
}

function tooManyClasses(name: string, limits: IngestLimits): DomainError {
  return limitExceeded('classes', limits, `The target ${JSON.stringify(name)} has more than ${limits.classes} classes`);
}

function checkLabels({ target }: Table, limits: IngestLimits, allowSingleClass: boolean): void {
  const name = JSON.stringify(target.name);
  const counts = classCounts(target.codes, target.classes.length);
  const present = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  if (present === 0) {
    throw new DomainError(
      'target_missing',
      `No row has a label in the target column ${name}; fill it or name another target.`,
    );
  }
  if (present === 1 && !allowSingleClass) {
    throw new DomainError(
      'single_class',
      `Every label in the target column ${name} is the same; at least 2 classes are needed.`,
    );
  }
  if (present > limits.classes) throw tooManyClasses(target.name, limits);
}
