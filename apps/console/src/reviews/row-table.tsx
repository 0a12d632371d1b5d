import type { ReviewItemDetail, ReviewRow } from '@antidote/contracts';
import { fieldLines, filterLines } from './row-reading.js';
import { ValueStrip } from './value-strip.js';
import styles from './work.module.css';

/** One line a field: this row, where its value lies in each class, and the nearest rows of either kind. */
export function RowTable(props: { detail: ReviewItemDetail; find: string; onlyDifferences: boolean }) {
  const { detail } = props;
  const lines = filterLines(fieldLines(detail), props.find, props.onlyDifferences);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={`Fields of row ${detail.row}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Field
            </th>
            <th scope="col" rowSpan={2} className={styles.this}>
              <strong>This row</strong>
              {detail.given}
            </th>
            <th scope="col" rowSpan={2} className={styles.where}>
              Where the value lies
            </th>
            <NearGroup rows={detail.nearestSame} title={`Nearest, labelled ${detail.given}`} />
            <NearGroup rows={detail.nearestOther} title="Nearest, labelled otherwise" />
          </tr>
          <tr className={styles.second}>
            <NearHeads rows={detail.nearestSame} given={detail.given} />
            <NearHeads rows={detail.nearestOther} given={detail.given} />
          </tr>
        </thead>
        <tbody>
          {lines.map(({ column, same, other }) => (
            <tr key={column.name}>
              <th scope="row">{column.name}</th>
              <td className={`${styles.this} ${column.unusual ? styles.unusual : ''}`}>
                {column.value === '' ? <span className={styles.equal}>missing</span> : column.value}
                {column.unusual && <span className="visually-hidden"> (unusual for {detail.given})</span>}
              </td>
              <td className={styles.where}>
                <ValueStrip column={column} given={detail.given} suggested={detail.suggested} />
              </td>
              {same.map((value, index) => (
                <NearCell key={detail.nearestSame[index]?.row} value={value} own={column.value} first={index === 0} />
              ))}
              {other.map((value, index) => (
                <NearCell key={detail.nearestOther[index]?.row} value={value} own={column.value} first={index === 0} />
              ))}
            </tr>
          ))}
          {lines.length === 0 && (
            <tr>
              <td colSpan={3 + detail.nearestSame.length + detail.nearestOther.length}>
                No field to show with this filter.
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function NearGroup({ rows, title }: { rows: ReviewRow[]; title: string }) {
  if (rows.length === 0) return null;
  return (
    <th scope="colgroup" colSpan={rows.length} className={`${styles.near} ${styles.first}`}>
      <strong>{title}</strong>
    </th>
  );
}

/** The numbers of the rows beside it; the label too where it is not the given one. */
const NearHeads = ({ rows, given }: { rows: ReviewRow[]; given: string }) =>
  rows.map((row, index) => (
    <th key={row.row} scope="col" className={`${styles.near} ${index === 0 ? styles.first : ''}`}>
      {row.row}
      {row.label !== given && `: ${row.label}`}
    </th>
  ));

const NearCell = ({ value, own, first }: { value: string; own: string; first: boolean }) => (
  <td className={`${styles.near} ${first ? styles.first : ''}`}>
    {value === own ? (
      <span className={styles.equal} role="img" aria-label="the same">
        =
      </span>
    ) : (
      value
    )}
  </td>
);
