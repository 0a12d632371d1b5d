import type { LabelChangeGroup, VersionDiff } from '@antidote/contracts';
import { count } from '../ui/format.js';
import { Table } from '../ui/table.js';

const SHOWN = 200;

/** Rows whose label changed alike: "setosa to virginica, 7 rows, source B". */
export function GroupTable({ groups }: { groups: LabelChangeGroup[] }) {
  const sources = groups.some(({ source }) => source !== null);
  return (
    <Table label="Labels that changed">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          {sources && <th scope="col">Source</th>}
          <th scope="col" data-number>
            Rows
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.slice(0, SHOWN).map(({ from, to, source, rows }) => (
          <tr key={`${from}\n${to}\n${source}`}>
            <th scope="row">{from === '' ? 'no label' : from}</th>
            <td>{to === '' ? 'no label' : to}</td>
            {sources && <td>{source ?? 'not said'}</td>}
            <td data-number>{count(rows)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Rows of each class before and after. */
export function ClassTable({ diff }: { diff: VersionDiff }) {
  return (
    <Table label="Rows of each class">
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col" data-number>
            Before
          </th>
          <th scope="col" data-number>
            After
          </th>
          <th scope="col" data-number>
            Change
          </th>
        </tr>
      </thead>
      <tbody>
        {diff.classes.map(({ label, before, after }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td data-number>{count(before)}</td>
            <td data-number>{count(after)}</td>
            <td data-number>{signed(after - before)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

type ColumnChange = VersionDiff['columns'][number];

/** Statistics of the columns that changed. */
export function ColumnChanges({ columns }: { columns: ColumnChange[] }) {
  return (
    <Table label="Columns that changed">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {columns.slice(0, SHOWN).map(({ name, before, after }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{statisticsWords(before)}</td>
            <td>{statisticsWords(after)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function statisticsWords(side: ColumnChange['before']): string {
  if (side === null) return 'not there';
  const missing = `${count(side.missing)} missing`;
  if (side.kind === 'category') return `${count(side.distinct ?? 0)} different values, ${missing}`;
  if (side.mean === null) return `no number, ${missing}`;
  return `mean ${value(side.mean)}${side.sd === null ? '' : `, sd ${value(side.sd)}`}, ${missing}`;
}

const value = (number: number): string => String(Number(number.toPrecision(6))).replace('-', '\u2212');

const signed = (change: number): string =>
  change > 0 ? `+${count(change)}` : change < 0 ? `\u2212${count(-change)}` : '0';
