import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Certificate, Run } from '@antidote/contracts';
import { useStartRun } from '../datasets/start-run.js';
import { labQueries } from '../lab/lab-queries.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { count, counted, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table } from '../ui/table.js';
import { Term } from '../ui/term.js';
import { LatestRun, latestOf, mayAsk } from './latest-run.js';
import styles from './study.module.css';

const TOLD = [0, 1, 2, 3, 5, 10, 20, 50];

/** What no poisoner can take away from the version that was studied: the latest certificate, or a button for one. */
export function CertificateSection({ run }: { run: Run }) {
  const runs = useQuery(queries.runs(run.dataset));
  const may = useMay('run:start');
  const start = useStartRun(run.dataset, () => undefined);
  const latest = latestOf(runs.data?.items, run.inputVersionId, ({ kind }) => kind === 'certify');
  return (
    <Section
      title="What is certain"
      says={
        <>
          A study tries attacks; a <Term of="certificate">certificate</Term> holds against every one, also those that
          nobody thought of.
        </>
      }
      end={
        may &&
        mayAsk(latest) && (
          <Button
            variant="default"
            size="xs"
            loading={start.isPending}
            onClick={() => start.mutate({ kind: 'certify', versionId: run.inputVersionId!, seed: 42 })}
          >
            Certify
          </Button>
        )
      }
    >
      {start.error != null && <ProblemPanel error={start.error} />}
      {latest && (
        <LatestRun key={latest.id} id={latest.id} report={labQueries.certificate(latest.id)}>
          {(certificate) => <CertificateTable certificate={certificate} />}
        </LatestRun>
      )}
    </Section>
  );
}

function CertificateTable({ certificate }: { certificate: Certificate }) {
  const { curve, forest, voters, trainRows, testRows, covers } = certificate;
  const what =
    covers === 'labels' ? 'changed labels' : 'changed labels, or rows added or removed; a changed row counts as two';
  return (
    <>
      <p className={styles.told}>
        A vote of {counted(voters, 'tree')}, each on its own part of the {count(trainRows)} training rows, scored on{' '}
        {count(testRows)} rows. Counted are {what}. A random forest gets {percent(forest.accuracy)} right, and is
        certified for nothing.
      </p>
      <Table label="Certified accuracy by number of poisoned labels or rows">
        <thead>
          <tr>
            <th scope="col" data-number>
              Poisoned
            </th>
            <th scope="col" data-number>
              Certainly right
            </th>
            <th scope="col" data-number>
              Balanced over classes
            </th>
          </tr>
        </thead>
        <tbody>
          {curve
            .filter(({ r }) => TOLD.includes(r))
            .map(({ r, accuracy, balancedAccuracy }) => (
              <tr key={r}>
                <td data-number>{count(r)}</td>
                <td data-number>{percent(accuracy)}</td>
                <td data-number>{percent(balancedAccuracy)}</td>
              </tr>
            ))}
        </tbody>
      </Table>
    </>
  );
}
