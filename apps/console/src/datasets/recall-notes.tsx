import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Recall, VersionSummary } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { recalledWords } from '../recalls/recall-sentence.js';
import { Icon } from '../ui/icons.js';
import styles from './data.module.css';

/** Says so when the version holds what a recall in force concerns. */
export function RecallNotes({ version }: { version: VersionSummary }) {
  const recalls = useInfiniteQuery(dataQueries.recalls({ dataset: version.dataset, state: 'active' }));
  return (recalls.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .map((recall) => <RecallNote key={recall.id} recall={recall} version={version} />);
}

function RecallNote({ recall, version }: { recall: Recall; version: VersionSummary }) {
  const impact = useQuery(dataQueries.impact(recall.subject));
  if (!impact.data?.versions.some(({ id }) => id === version.id)) return null;
  return (
    <p className={styles.recalled}>
      <Icon name="stop" />
      <span>
        Do not train on it: {recalledWords(recall.subject, recall.dataset)} was recalled by {recall.createdBy}.{' '}
        {recall.reason}{' '}
        <Link to="/recalls/$id" params={{ id: recall.id }}>
          See what stands in its place
        </Link>
      </span>
    </p>
  );
}
