import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Model, Run, ServableModelKind } from '@antidote/contracts';
import { runProblem } from '../api-problem.js';
import { api } from '../api.js';
import { isOver, queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { SERIES, SERVABLE_KINDS } from '../theme/series.js';
import { Choice } from '../ui/choice.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { ModelComparison } from './model-comparison.js';

/** Does cleaning help? The newest model of each version, compared; trained from here when one is missing. */
export function BeforeAndAfter(props: { dataset: string; beforeId: string; afterId: string }) {
  const [kind, setKind] = useState<ServableModelKind>('decision-tree');
  const [runs, setRuns] = useState<Run[]>([]);
  const models = useInfiniteQuery(queries.models(props.dataset));
  const client = useQueryClient();
  const train = useMutation({
    mutationFn: (versionIds: string[]) =>
      Promise.all(
        versionIds.map((versionId) =>
          api.startRun({ kind: 'train', versionId, model: kind, parameters: {}, seed: 42 }),
        ),
      ),
    onSuccess: async (started) => {
      setRuns(started);
      await client.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  return (
    <Section
      title="Does cleaning help?"
      says="The same kind of model, trained on the version before and after cleaning."
      end={
        <Choice
          label="Model"
          options={SERVABLE_KINDS}
          value={kind}
          text={(item) => SERIES[item].name}
          onChange={setKind}
        />
      }
    >
      <QueryView query={models}>
        {(data) => {
          const all = data.pages.flatMap((page) => page.items);
          const newest = (versionId: string): Model | undefined =>
            all.find((model) => model.versionId === versionId && model.kind === kind);
          const [before, after] = [newest(props.beforeId), newest(props.afterId)];
          if (before && after) {
            return (
              <div className={page.stack}>
                <ModelComparison one={before} two={after} />
                <p>
                  <Link to="/models" search={{ dataset: props.dataset, compare: `${before.id},${after.id}` }}>
                    To the models, to promote one
                  </Link>
                </p>
              </div>
            );
          }
          const missing = [...(before ? [] : [props.beforeId]), ...(after ? [] : [props.afterId])];
          return (
            <div className={page.stack}>
              {train.error && <ProblemPanel error={train.error} />}
              {runs.map((run) => (
                <TrainProgress key={run.id} run={run} />
              ))}
              <Button loading={train.isPending} onClick={() => train.mutate(missing)}>
                {missing.length === 2 ? 'Train both and compare' : 'Train the missing one and compare'}
              </Button>
            </div>
          );
        }}
      </QueryView>
    </Section>
  );
}

function TrainProgress({ run: started }: { run: Run }) {
  const run = useRun(started.id).data ?? started;
  if (run.error) return <ProblemPanel error={runProblem(run.error)} />;
  return isOver(run) ? null : <RunProgressBar run={run} />;
}
