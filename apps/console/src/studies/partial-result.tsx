import { useQuery } from '@tanstack/react-query';
import type { Run } from '@antidote/contracts';
import { labQueries } from '../lab/lab-queries.js';
import { counted } from '../ui/format.js';
import { PageBody } from '../ui/page.js';
import { FiguresTable } from './figures-table.js';
import { ENOUGH_SEEDS, openingLevel, readableLevels } from './study-reading.js';
import styles from './study.module.css';

/** What a running study says as far as it is. */
export function PartialResult({ run }: { run: Run }) {
  const { data } = useQuery({
    ...labQueries.partialStudy(run.id),
    enabled: run.state === 'running' && run.progress.done > 0,
  });
  if (!data) return null;
  const { seeds } = data.spec;
  return (
    <PageBody>
      <div className={styles.told}>
        <p>
          So far, from {counted(seeds, 'seed')}; it may still change.
          {seeds >= ENOUGH_SEEDS && ` ${data.verdict.sentence}`}
        </p>
      </div>
      <FiguresTable report={data} at={openingLevel(readableLevels(data))} />
    </PageBody>
  );
}
