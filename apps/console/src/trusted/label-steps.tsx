import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TrustedSet } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { save } from '../ui/save-file.js';
import { Table } from '../ui/table.js';
import { Term } from '../ui/term.js';
import { ConflictTable } from './conflict-table.js';
import { ImportForm } from './import-form.js';
import { notYetSealed } from './trusted-sentence.js';

/** From the drawn rows to the seal: a file for each of two people, their labels, final words, the seal. */
export function LabelSteps({ set }: { set: TrustedSet }) {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: ['trusted-sets', set.dataset] });
  const rows = useMutation({
    mutationFn: () => dataApi.trustedRows(set.id),
    onSuccess: (csv) => save(`trusted-${set.dataset}.csv`, csv, 'text/csv'),
  });
  const seal = useMutation({ mutationFn: () => dataApi.sealTrustedSet(set.id), onSuccess: changed });
  const missing = notYetSealed(set);
  const { agreement } = set;
  return (
    <>
      <Section
        title="1. The rows, for two people"
        says="A file with the row numbers, an empty label column and the features. The labels as given are left out, so that nobody copies them."
      >
        <div className={page.stack}>
          <Button variant="default" loading={rows.isPending} onClick={() => rows.mutate()}>
            Download the rows
          </Button>
          {rows.error && <ProblemPanel error={rows.error} />}
        </div>
      </Section>
      <Section title="2. What each of them says" says="The same file with the label column filled in.">
        <div className={page.stack}>
          {set.reviewers.length > 0 && (
            <Table label="Reviewers">
              <thead>
                <tr>
                  <th scope="col">Person</th>
                  <th scope="col">Labelled</th>
                </tr>
              </thead>
              <tbody>
                {set.reviewers.map(({ reviewer, labelled }) => (
                  <tr key={reviewer}>
                    <th scope="row">{reviewer}</th>
                    <td>
                      {labelled} of {set.size}
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )}
          <ImportForm set={set} onDone={changed} />
          {agreement.rows > 0 && (
            <p>
              They agree on {agreement.agreed} of {agreement.rows} rows ({percent(agreement.agreed / agreement.rows)}
              {agreement.kappa !== null && (
                <>
                  , <Term of="kappa">kappa</Term> {agreement.kappa.toFixed(2)}
                </>
              )}
              ).
            </p>
          )}
        </div>
      </Section>
      {set.conflicts.length > 0 && (
        <Section title="3. Where they differ" says="A final word on each row, from someone who looked at it again.">
          <ConflictTable set={set} onDone={changed} />
        </Section>
      )}
      <Section
        title={set.conflicts.length > 0 ? '4. The seal' : '3. The seal'}
        says="Rows and labels are fixed under one digest. They leave every training from then on."
      >
        <div className={page.stack}>
          {missing !== null && <p role="status">{missing}</p>}
          <Button disabled={missing !== null} loading={seal.isPending} onClick={() => seal.mutate()}>
            Seal it
          </Button>
          {seal.error && <ProblemPanel error={seal.error} />}
        </div>
      </Section>
    </>
  );
}
