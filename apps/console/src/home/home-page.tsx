import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Run } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { useAccount } from '../people/account.js';
import { isOver, queries } from '../queries.js';
import { useEnds } from '../run-events.js';
import { Icon, type IconName } from '../ui/icons.js';
import { PageBody, PageHead, Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Empty, Loading } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Time } from '../ui/time.js';
import { RUN_KIND_WORDS } from '../ui/words.js';
import { addressDigest } from '../datasets/version-sentence.js';
import styles from './home.module.css';
import { needs, type Need } from './needs.js';
import { useBlockedVersions } from './use-blocked-versions.js';

const MOST_SHOWN = 50;

/** What needs you? One list, the most urgent first, each with one thing to do; below it what runs now. */
export function HomePage() {
  const { capabilities } = useAccount();
  const recalls = useInfiniteQuery(dataQueries.recalls({ state: 'active' }));
  const reviews = useInfiniteQuery(queries.reviews());
  const failed = useQuery(dataQueries.runsIn('failed'));
  const recent = useQuery(dataQueries.runsIn());
  useEnds(recent.data?.items);
  const all = [recalls, reviews, failed, recent];
  const blocked = useBlockedVersions();
  const fault = all.find((query) => query.error !== null);
  const found = needs(
    {
      recalls: recalls.data?.pages.flatMap(({ items }) => items) ?? [],
      blocked,
      failed: failed.data?.items ?? [],
      runs: recent.data?.items ?? [],
      reviews: reviews.data?.pages.flatMap(({ items }) => items) ?? [],
    },
    {
      acknowledge: capabilities.includes('dataset:write'),
      recall: capabilities.includes('dataset:recall'),
      runs: capabilities.includes('run:start'),
      decide: capabilities.includes('review:decide'),
    },
    Date.now(),
  );
  const running = recent.data?.items.filter((run) => !isOver(run)) ?? [];
  return (
    <>
      <PageHead title="What needs you?" crumbs={[{ text: 'Home' }]} />
      <PageBody>
        {fault && <ProblemPanel error={fault.error} onRetry={() => all.forEach((query) => void query.refetch())} />}
        {all.some((query) => query.isPending) ? <Loading /> : <Needs found={found} />}
        {running.length > 0 && (
          <Section title="Running now">
            <ul className={styles.list}>
              {running.slice(0, MOST_SHOWN).map((run) => (
                <RunningRun key={run.id} run={run} />
              ))}
            </ul>
          </Section>
        )}
      </PageBody>
    </>
  );
}

function Needs({ found }: { found: Need[] }) {
  if (found.length === 0) {
    return <Empty says="Nothing waits for you." action={<Link to="/datasets">Go to the datasets</Link>} />;
  }
  return (
    <ul className={styles.list} aria-label="What needs you">
      {found.slice(0, MOST_SHOWN).map((need) => (
        <li key={`${need.kind} ${need.id}`} className={styles.need}>
          <span className={styles.mark} data-kind={need.kind}>
            <Icon name={ICONS[need.kind]} />
          </span>
          <div>
            <strong>{need.what}</strong>
            <p>
              {need.why} · <Time iso={need.at} />
            </p>
          </div>
          <Verb need={need} />
        </li>
      ))}
    </ul>
  );
}

const ICONS: Record<Need['kind'], IconName> = { blocked: 'stop', recall: 'stop', run: 'warn', review: 'review' };

/** The one thing to do about it. */
function Verb({ need }: { need: Need }) {
  switch (need.kind) {
    case 'recall':
      return (
        <Link to="/recalls/$id" params={{ id: need.id }}>
          Open the recall
        </Link>
      );
    case 'blocked':
      return (
        <Link
          to="/datasets/$name/v/$digest"
          params={{ name: need.dataset, digest: addressDigest(need.digest) }}
          search={{ id: need.id }}
        >
          See the findings
        </Link>
      );
    case 'run':
      if (need.runKind === 'study') {
        return (
          <Link to="/studies/$id" params={{ id: need.id }}>
            Open the study
          </Link>
        );
      }
      if (need.runKind === 'find-label-issues') {
        return (
          <Link to="/detections/$id" params={{ id: need.id }}>
            Open the search
          </Link>
        );
      }
      return (
        <Link to="/lineage" search={{ focus: need.id }}>
          See what it ran on
        </Link>
      );
    case 'review':
      return (
        <Link to="/reviews/$id/work" params={{ id: need.id }}>
          Continue
        </Link>
      );
  }
}

function RunningRun({ run }: { run: Run }) {
  return (
    <li className={styles.need}>
      <span className={styles.mark}>
        <Icon name="clock" />
      </span>
      <div>
        <strong>
          {RUN_KIND_WORDS[run.kind]}, {run.dataset}
        </strong>
        <p>
          Asked for by {run.requestedBy}, <Time iso={run.createdAt} />
        </p>
      </div>
      <RunProgressBar run={run} />
    </li>
  );
}
