import { Button, Checkbox } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AttackName, Run } from '@antidote/contracts';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { SERIES } from '../theme/series.js';
import { RunStateBadge } from '../ui/badge.js';
import { count, level } from '../ui/format.js';
import { More } from '../ui/more.js';
import { PageBody, PageHead } from '../ui/page.js';
import { Empty, QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { ATTACK_WORDS } from '../ui/words.js';

/** As many as the server reads together. */
const MOST_TOGETHER = 20;

export function StudiesPage() {
  const list = useInfiniteQuery(queries.studies());
  const navigate = useNavigate();
  const may = useMay('run:start');
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (id: string) =>
    setChosen((old) => (old.includes(id) ? old.filter((each) => each !== id) : [...old, id].slice(-MOST_TOGETHER)));
  return (
    <>
      <PageHead
        title="How much poison can the models take?"
        crumbs={[{ text: 'Lab' }, { text: 'Studies' }]}
        actions={
          <>
            <Button
              variant="default"
              disabled={chosen.length < 2}
              onClick={() => void navigate({ to: '/studies/compare', search: { ids: chosen.join(',') } })}
            >
              {chosen.length < 2 ? 'Choose two or more to read together' : `Read ${chosen.length} together`}
            </Button>
            {may && <Button onClick={() => void navigate({ to: '/lab/new' })}>New study</Button>}
          </>
        }
      />
      <PageBody>
        <QueryView query={list}>
          {(data) => {
            const runs = data.pages.flatMap((page) => page.items);
            if (runs.length === 0) {
              return (
                <Empty
                  says="A study poisons copies of a dataset at several levels, trains models on them and measures what they lose."
                  action={<Link to="/lab/new">Start one in the lab</Link>}
                />
              );
            }
            return (
              <div>
                <Table label="Studies">
                  <thead>
                    <tr>
                      <th scope="col">
                        <span className="visually-hidden">Compare</span>
                      </th>
                      <th scope="col">Dataset</th>
                      <th scope="col">Attacks</th>
                      <th scope="col">State</th>
                      <th scope="col">Levels</th>
                      <th scope="col">Models</th>
                      <th scope="col" data-number>
                        Seeds
                      </th>
                      <th scope="col">Started</th>
                      <th scope="col">By</th>
                    </tr>
                  </thead>
                  <tbody>
                    {runs.map((run) => (
                      <StudyRow key={run.id} run={run} chosen={chosen.includes(run.id)} onChoose={choose} />
                    ))}
                  </tbody>
                </Table>
                <More list={list} />
              </div>
            );
          }}
        </QueryView>
      </PageBody>
    </>
  );
}

function StudyRow(props: { run: Run; chosen: boolean; onChoose: (id: string) => void }) {
  const { run, chosen, onChoose } = props;
  const spec = run.request.kind === 'study' ? run.request.spec : null;
  return (
    <tr data-marked={chosen}>
      <td>
        {run.state === 'succeeded' && (
          <Checkbox
            aria-label={`Compare the study of ${run.dataset} of ${run.createdAt}`}
            checked={chosen}
            onChange={() => onChoose(run.id)}
          />
        )}
      </td>
      <th scope="row">
        <Link to="/studies/$id" params={{ id: run.id }}>
          {run.dataset}
        </Link>
      </th>
      <td>{spec && attackWords(spec.attacks)}</td>
      <td>{run.state === 'running' ? <RunProgressBar run={run} /> : <RunStateBadge state={run.state} />}</td>
      <td>{spec?.levels.map(level).join(', ')}</td>
      <td>{spec?.models.map((model) => SERIES[model].name).join(', ')}</td>
      <td data-number>{spec && count(spec.seeds)}</td>
      <td>
        <Time iso={run.createdAt} />
      </td>
      <td>{run.requestedBy}</td>
    </tr>
  );
}

function attackWords([first, ...others]: AttackName[]): string {
  const title = first ? ATTACK_WORDS[first].title : '';
  return others.length === 0 ? title : `${title} and ${others.length} more`;
}
