import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Model } from '@antidote/contracts';
import { queries } from '../queries.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead, Section } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { ModelComparison } from './model-comparison.js';
import { ModelTable } from './model-table.js';
import styles from './models.module.css';
import { PredictPanel } from './predict-panel.js';
import { PromoteDialog } from './promote-dialog.js';

/** Two can be read side by side; choosing a third lets go of the first. */
const COMPARED = 2;

/** Which model may move up? All models with their figures; compare two, promote one, try one that has an alias. */
export function ModelsPage() {
  const search = useSearch({ from: '/shell/models' });
  const navigate = useNavigate({ from: '/models' });
  const list = useInfiniteQuery(queries.models(search.dataset));
  const [promoting, setPromoting] = useState<Model | null>(null);
  const chosen = search.compare?.split(',').filter(Boolean).slice(0, COMPARED) ?? [];
  const toggle = (id: string) => {
    const kept = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id].slice(-COMPARED);
    const compare = kept.length > 0 ? kept.join(',') : undefined;
    void navigate({ search: (before) => ({ ...before, compare }), replace: true, resetScroll: false });
  };
  return (
    <>
      <PageHead title="Which model may move up?" crumbs={[{ text: 'Models' }]} />
      <PageBody>
        {search.dataset && (
          <p className={styles.filters}>
            Models on <strong>{search.dataset}</strong>
            <Link to="/models" search={{}}>
              Show all
            </Link>
          </p>
        )}
        <Compared ids={chosen} />
        <QueryView query={list}>
          {(data) => {
            const models = data.pages.flatMap((page) => page.items);
            if (models.length === 0) {
              return (
                <Empty
                  says="Trained models are listed here with their figures. Train the first one on a dataset's page."
                  action={<Link to="/datasets">Choose a dataset</Link>}
                />
              );
            }
            return (
              <>
                <Section title="All models" says="Newest first. Mark two to read them side by side.">
                  <ModelTable models={models} chosen={chosen} onToggle={toggle} onPromote={setPromoting} />
                  <More list={list} />
                </Section>
                <PredictPanel
                  models={models}
                  chosen={search.predict}
                  onChoose={(predict) =>
                    void navigate({ search: (before) => ({ ...before, predict }), replace: true, resetScroll: false })
                  }
                />
              </>
            );
          }}
        </QueryView>
        {promoting && <PromoteDialog model={promoting} onClose={() => setPromoting(null)} />}
      </PageBody>
    </>
  );
}

function Compared({ ids }: { ids: string[] }) {
  const found = useQueries({ queries: ids.map((id) => queries.model(id)) });
  const navigate = useNavigate({ from: '/models' });
  const [one, two] = found;
  if (!one || !two) return null;
  const clear = () =>
    void navigate({ search: (before) => ({ ...before, compare: undefined }), replace: true, resetScroll: false });
  return (
    <Section
      title="Side by side"
      end={
        <Button size="xs" variant="default" onClick={clear}>
          Clear
        </Button>
      }
    >
      <QueryView query={one}>
        {(first) => <QueryView query={two}>{(second) => <ModelComparison one={first} two={second} />}</QueryView>}
      </QueryView>
    </Section>
  );
}
