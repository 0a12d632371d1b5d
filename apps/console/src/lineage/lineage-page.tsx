import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Lineage } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { useRecalledThings } from '../recalls/use-recalled-things.js';
import { PageBody, PageHead, type Crumb } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, QueryView } from '../ui/query-view.js';
import { LineageView } from './lineage-view.js';
import { countsByType, nodeWords } from './node-words.js';

const STEPS = 2;
const MOST_STEPS = 30;

/** Where did it come from, and where did it go? The things around one of them, some steps each way. */
export function LineagePage() {
  const { focus, depth = STEPS } = useSearch({ from: '/shell/lineage' });
  if (focus === undefined) {
    return (
      <>
        <PageHead title="Where did it come from, and where did it go?" crumbs={[{ text: 'Data' }]} />
        <PageBody>
          <Empty
            says="Lineage is read from one thing on: open a version and follow it to what it came from and flowed into."
            action={<Link to="/datasets">Choose a dataset</Link>}
          />
        </PageBody>
      </>
    );
  }
  return <AroundFocus key={focus} focus={focus} depth={depth} />;
}

function AroundFocus({ focus, depth }: { focus: string; depth: number }) {
  const lineage = useQuery({ ...dataQueries.lineage(focus, depth), placeholderData: (before) => before });
  const navigate = useNavigate({ from: '/lineage' });
  const at = lineage.data?.nodes.find(({ id }) => id === focus);
  const crumbs: Crumb[] = [{ text: 'Data', link: { to: '/datasets' } }, { text: at ? at.dataset : 'Lineage' }];
  const step = (to: number) =>
    void navigate({ search: (before) => ({ ...before, depth: to }), replace: true, resetScroll: false });
  const actions = (
    <>
      <span className={`${page.muted} ${page.small}`}>{depth === 1 ? '1 step' : `${depth} steps`} each way</span>
      <Button variant="default" size="xs" disabled={depth <= 1} onClick={() => step(depth - 1)}>
        Fewer
      </Button>
      <Button variant="default" size="xs" disabled={depth >= MOST_STEPS} onClick={() => step(depth + 1)}>
        More
      </Button>
    </>
  );
  const title = at
    ? `Where did this ${nodeWords(at).type.toLowerCase()} come from, and where did it go?`
    : 'Where did it come from, and where did it go?';
  return (
    <>
      <PageHead title={title} crumbs={crumbs} actions={actions} />
      <PageBody>
        <QueryView query={lineage}>{(data) => <Around lineage={data} />}</QueryView>
      </PageBody>
    </>
  );
}

function Around({ lineage }: { lineage: Lineage }) {
  const recalls = useInfiniteQuery(dataQueries.recalls({ state: 'active' }));
  const recalled = useRecalledThings((recalls.data?.pages ?? []).flatMap(({ items }) => items));
  const others = lineage.nodes.filter(({ id }) => id !== lineage.focus);
  return (
    <>
      <p className={page.sentence}>
        {others.length === 0
          ? 'Nothing came of it yet, and it came from nothing here.'
          : `Around it: ${countsByType(others)}.`}
      </p>
      {lineage.truncated && (
        <p className={page.note}>
          More lies within these steps than is shown: the nearest 2,000 things. Take fewer steps, or start elsewhere.
        </p>
      )}
      <LineageView {...lineage} recalled={recalled} />
    </>
  );
}
