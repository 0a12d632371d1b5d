import type { AttackPreview } from '@antidote/contracts';
import { counted, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table } from '../ui/table.js';
import styles from './lab.module.css';

/** Columns that fit beside each other; a trigger's come first. */
const MOST_COLUMNS = 8;

/** "15 of 150 rows change: 9 labels from setosa to virginica, 6 ..." */
export function previewSentence(preview: AttackPreview): string {
  const { rows, changedRows, addedRows, changedCells } = preview;
  if (changedRows + addedRows === 0) return 'Nothing would change: the budget rounds to no row. Raise it.';
  const changed =
    changedRows > 0
      ? `${counted(changedRows, 'row')} of ${counted(rows, 'row')} (${percent(changedRows / rows)}) change`
      : '';
  const added = addedRows > 0 ? `${counted(addedRows, 'row')} ${addedRows === 1 ? 'is' : 'are'} added` : '';
  const cells = changedCells > 0 ? `, ${counted(changedCells, 'value')} among them` : '';
  return `${[changed + cells, added].filter((part) => part !== '').join('; ')}.`;
}

/** What the attack would do: counts, the trigger, groups of labels, and rows before and after. */
export function PreviewPanel({ preview, target }: { preview: AttackPreview; target: string }) {
  const { backdoor, sample } = preview;
  const triggers = new Set(backdoor?.trigger.map(({ column }) => column));
  const order = [...preview.columns.keys()].sort(
    (a, b) => Number(triggers.has(preview.columns[b]!)) - Number(triggers.has(preview.columns[a]!)) || a - b,
  );
  const shown = order.slice(0, MOST_COLUMNS);
  return (
    <Section title="What would change" says={previewSentence(preview)}>
      <div className={styles.outcome}>
        {backdoor && (
          <p>
            Trigger:{' '}
            <strong>{backdoor.trigger.map(({ column, value }) => `${column} = ${value}`).join(' and ')}</strong>, which
            stands for <strong>{backdoor.targetClass}</strong>.
          </p>
        )}
        {preview.flips.length > 0 && (
          <Table label="Labels that would change">
            <thead>
              <tr>
                <th scope="col">Label from</th>
                <th scope="col">to</th>
                <th scope="col" data-number>
                  Rows
                </th>
              </tr>
            </thead>
            <tbody>
              {preview.flips.map(({ from, to, rows }) => (
                <tr key={`${from}\n${to}`}>
                  <th scope="row">{from}</th>
                  <td>{to}</td>
                  <td data-number>{rows}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {sample.length > 0 && (
          <Table label="Rows that would change, before and after">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">{target}</th>
                {shown.map((column) => (
                  <th key={column} scope="col">
                    {preview.columns[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sample.map(({ row, before, after }) => (
                <tr key={row}>
                  <th scope="row">{row}</th>
                  <Cell before={before?.label} after={after.label} />
                  {shown.map((column) => (
                    <Cell key={column} before={before?.values[column]} after={after.values[column]!} />
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        )}
        {preview.columns.length > shown.length && (
          <p>
            {counted(shown.length, 'field')} of {preview.columns.length} are shown
            {triggers.size > 0 ? ', those of the trigger first' : ''}.
          </p>
        )}
      </div>
    </Section>
  );
}

/** A row that is added has nothing before. */
const Cell = ({ before, after }: { before: string | undefined; after: string }) => (
  <td className={before === undefined || before !== after ? styles.changed : undefined}>
    {before !== undefined && before !== after && <span className={styles.was}>{before}</span>}
    {after}
  </td>
);
