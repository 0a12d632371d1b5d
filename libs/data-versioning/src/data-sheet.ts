import type { Recall, TrustedSet, Version } from '@antidote/contracts';

/** What a data sheet is written from. */
export interface DataSheetFacts {
  version: Version;
  /** The version first, the original last. */
  lineage: Version[];
  sources: { source: string; rows: number }[];
  recalls: Pick<Recall, 'subject' | 'reason'>[];
  /** The sealed trusted set of the dataset; null without one. */
  trusted: TrustedSet | null;
  erasedRows: number;
  models: number;
}

/** A data sheet as headings with sentences and tables, before it is Markdown or HTML. */
export interface DataSheet {
  title: string;
  sections: { heading: string; sentences: string[]; table: { header: string[]; rows: string[][] } | null }[];
}

const MOST_ROWS = 200;
const number = (value: number) => (Number.isInteger(value) ? String(value) : value.toPrecision(4));
const counted = (count: number, thing: string) => `${count} ${thing}${count === 1 ? '' : 's'}`;

/**
 * A sheet for people: what the data are, whence they came, how they were labelled, and what they must not be trusted
 * with. Only what the platform knows is said; what it does not know is said to be unknown.
 *
 * @see Gebru et al., Datasheets for Datasets (CACM 64, 2021)
 */
export function dataSheet(facts: DataSheetFacts): DataSheet {
  const { version } = facts;
  return {
    title: `${version.dataset}, version ${version.digest.slice(0, 12)}`,
    sections: [what(facts), columns(version), whence(facts), labels(facts), limits(facts)],
  };
}

type Section = DataSheet['sections'][number];

function what({ version, models }: DataSheetFacts): Section {
  const table = {
    header: ['class', 'rows', 'share'],
    rows: version.classes.map(({ label, rows }) => [
      label,
      String(rows),
      version.rows === 0 ? '' : `${((100 * rows) / version.rows).toFixed(1)} %`,
    ]),
  };
  return {
    heading: 'What it is',
    sentences: [
      `${counted(version.rows, 'row')} with ${counted(version.features, 'feature')}; the label is the column "${version.target}" with ${counted(version.classes.length, 'class').replace(/classs$/, 'classes')}.`,
      `Its content is identified by SHA-256 ${version.digest}.`,
      `${counted(models, 'model')} trained on it ${models === 1 ? 'is' : 'are'} known to the platform.`,
    ],
    table: cut(table),
  };
}

function columns(version: Version): Section {
  const rows = version.columns.map(({ name, type, missing, quantiles, distinct }) => [
    name,
    type,
    String(missing),
    quantiles ? `${number(quantiles[0])} to ${number(quantiles[4])}, median ${number(quantiles[2])}` : '',
    distinct === null ? '' : String(distinct),
  ]);
  return {
    heading: 'Columns',
    sentences: [],
    table: cut({ header: ['column', 'type', 'missing', 'range', 'different values'], rows }),
  };
}

function whence({ version, lineage, sources }: DataSheetFacts): Section {
  const original = lineage.at(-1)!;
  const steps = lineage
    .slice(0, -1)
    .reverse()
    .map(
      ({ kind, createdAt, createdBy, changedLabels, droppedRows, digest }) =>
        `Then ${kind} by ${createdBy} on ${createdAt}: ${counted(changedLabels, 'label')} changed, ${counted(droppedRows, 'row')} dropped (${digest.slice(0, 12)}).`,
    );
  return {
    heading: 'Whence it came',
    sentences: [
      `Registered by ${original.createdBy} on ${original.createdAt} as ${original.digest.slice(0, 12)} with ${counted(original.rows, 'row')}.`,
      ...steps,
      sources.length === 0
        ? `No source column was declared${version === original ? '' : ' for it'}: who gave which row is not known.`
        : `${counted(sources.length, 'source')} gave the rows:`,
    ],
    table:
      sources.length === 0
        ? null
        : cut({ header: ['source', 'rows'], rows: sources.map(({ source, rows }) => [source, String(rows)]) }),
  };
}

function labels({ lineage, trusted }: DataSheetFacts): Section {
  const cleaned = lineage.filter(({ kind }) => kind === 'cleaned').length;
  return {
    heading: 'How it was labelled',
    sentences: [
      cleaned === 0
        ? 'Nobody has reviewed its labels on this platform; they are as they were registered.'
        : `People reviewed suspicious labels ${cleaned === 1 ? 'once' : `${cleaned} times`} in its lineage.`,
      trusted
        ? `A trusted set of ${trusted.size} rows, each labelled by two people, is sealed (${trusted.digest!.slice(0, 12)}) and kept out of training; an accuracy measured on it is known to within ${trusted.precision[0]!.halfWidthPoints.toFixed(1)} points at worst.`
        : 'No trusted set is sealed for the dataset: figures measured on its labels may mislead if labels are poisoned.',
    ],
    table: null,
  };
}

function limits({ version, lineage, recalls, erasedRows }: DataSheetFacts): Section {
  const poisoned = lineage.filter(({ kind }) => kind === 'poisoned');
  const sentences = [
    ...poisoned.map(
      ({ poison, changedLabels }) =>
        `It was poisoned on purpose${poison ? ` (${poison.attack})` : ''}: ${counted(changedLabels, 'label')} changed. Use it to learn about models, never to serve one.`,
    ),
    ...recalls.map(({ subject, reason }) =>
      subject.type === 'source'
        ? `It holds rows of the source "${subject.source}", which is recalled: ${reason}`
        : `It is recalled, or derived from a recalled version: ${reason}`,
    ),
    ...(erasedRows > 0 ? [`The values of ${counted(erasedRows, 'row')} were erased; the rows stand empty.`] : []),
    ...version.warnings,
  ];
  return { heading: 'Limits', sentences: sentences.length > 0 ? sentences : ['None are known.'], table: null };
}

function cut(table: { header: string[]; rows: string[][] }): { header: string[]; rows: string[][] } {
  if (table.rows.length <= MOST_ROWS) return table;
  const rest = table.header.map((_, column) => (column === 0 ? `and ${table.rows.length - MOST_ROWS} more` : ''));
  return { header: table.header, rows: [...table.rows.slice(0, MOST_ROWS), rest] };
}

/** Names from files may hold anything: nothing in them is to become markup, a link or a new line. */
function markdownText(text: string): string {
  return text
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]|#~!>]/g, (mark) => `\\${mark}`);
}

/** The sheet as Markdown with tables (GitHub's dialect). */
export function dataSheetMarkdown({ title, sections }: DataSheet): string {
  const row = (cells: string[]) => `| ${cells.map(markdownText).join(' | ')} |`;
  const parts = sections.map(({ heading, sentences, table }) =>
    [
      `## ${heading}`,
      sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n'),
      table
        ? [row(table.header), row(table.header.map(() => '---')).replaceAll('\\', ''), ...table.rows.map(row)].join(
            '\n',
          )
        : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `# Data sheet: ${markdownText(title)}\n\n${parts.join('\n\n')}\n`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const markup = (text: string) => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!);

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}' +
  'table{border-collapse:collapse;margin:1rem 0}th,td{border-bottom:1px solid #d0d7de;padding:.25rem .75rem;text-align:left;' +
  'overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}}';

/** The sheet as one HTML page that needs nothing else and runs nothing. */
export function dataSheetHtml({ title, sections }: DataSheet): string {
  const cells = (tag: 'th' | 'td', row: string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${markup(cell)}</${tag}>`).join('')}</tr>`;
  const body = sections.map(({ heading, sentences, table }) => {
    const list = sentences.map((sentence) => `<li>${markup(sentence)}</li>`).join('');
    const grid = table
      ? `<table><thead>${cells('th', table.header)}</thead><tbody>${table.rows.map((row) => cells('td', row)).join('')}</tbody></table>`
      : '';
    return `<section><h2>${markup(heading)}</h2>${list === '' ? '' : `<ul>${list}</ul>`}${grid}</section>`;
  });
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>Data sheet: ${markup(title)}</title><style>${STYLE}</style></head><body><main>` +
    `<h1>Data sheet: ${markup(title)}</h1>${body.join('')}</main></body></html>\n`
  );
}
