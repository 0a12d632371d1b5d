import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { recalledWords } from '../recalls/recall-sentence.js';
import { recalledThings } from '../recalls/recalled-things.js';
import { Icon } from '../ui/icons.js';
import styles from './data.module.css';

/** Says so when a recall in force concerns the version. */
export function RecallNote({ version }: { version: VersionSummary }) {
  const recalls = useInfiniteQuery(dataQueries.recalls({ dataset: version.dataset, state: 'active' }));
  const concerned = (recalls.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter((recall) => recalledThings([recall]).has(version.id));
  return concerned.map((recall) => (
    <p key={recall.id} className={styles.recalled}>
      <Icon name="stop" />
      <span>
        Do not train on it: {recalledWords(recall.subject, recall.dataset)} was recalled by {recall.createdBy}.{' '}
        {recall.reason}{' '}
        <Link to="/recalls/$id" params={{ id: recall.id }}>
          See what stands in its place
        </Link>
      </span>
    </p>
  ));
}
