import { Link } from '@tanstack/react-router';
import type { VersionSummary } from '@antidote/contracts';
import { VersionKindBadge } from '../ui/badge.js';
import { counted, shortDigest } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Time } from '../ui/time.js';
import { poisonWords } from '../ui/words.js';
import styles from './data.module.css';
import { addressDigest } from './version-sentence.js';

/** All versions of the dataset, newest first. */
export function VersionRail({ versions, shown }: { versions: VersionSummary[]; shown: VersionSummary }) {
  return (
    <Section title="Versions">
      <nav className={styles.rail} aria-label="Versions">
        {versions.map((version) => (
          <Link
            key={version.id}
            className={styles.railItem}
            to="/datasets/$name/v/$digest"
            params={{ name: version.dataset, digest: addressDigest(version.digest) }}
            search={{ id: version.id }}
            aria-current={version.id === shown.id ? 'page' : undefined}
          >
            <span>
              <VersionKindBadge kind={version.kind} />
              <code>{shortDigest(version.digest)}</code>
            </span>
            {version.poison && <span>{poisonWords(version.poison)}</span>}
            {version.kind === 'cleaned' && (
              <span>
                {version.changedLabels} changed, {version.droppedRows} dropped
              </span>
            )}
            {version.kind === 'filtered' && <span>{counted(version.droppedRows, 'row')} left out</span>}
            <span>
              <Time iso={version.createdAt} />
            </span>
          </Link>
        ))}
      </nav>
    </Section>
  );
}
