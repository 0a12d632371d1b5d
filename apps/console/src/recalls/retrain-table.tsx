import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Recall, RetrainProposal } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { dataQueries } from '../data-queries.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { SERIES } from '../theme/series.js';
import { RunStateBadge } from '../ui/badge.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table } from '../ui/table.js';

/** Each model to be trained again, with the one press that trains it again on the sound version. */
export function RetrainTable({ recall }: { recall: Recall }) {
  const client = useQueryClient();
  const retrain = useMutation({
    mutationFn: (proposalId: string) => dataApi.retrain(recall.id, proposalId),
    onSuccess: (changed) => {
      client.setQueryData(dataQueries.recall(recall.id).queryKey, changed);
      void client.invalidateQueries({ queryKey: ['runs'] });
    },
  });
  if (recall.proposals.length === 0) return <p className={page.muted}>No model was trained on it.</p>;
  const ready = new Set(
    recall.replacements.filter(({ versionId }) => versionId !== null).map((one) => one.affectedVersionId),
  );
  return (
    <div className={page.stack}>
      <Table label="Models to be trained again">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Training</th>
          </tr>
        </thead>
        <tbody>
          {recall.proposals.map((proposal) => (
            <tr key={proposal.id}>
              <th scope="row">
                <ModelName id={proposal.modelId} dataset={recall.dataset} />
              </th>
              <td>
                <Training
                  proposal={proposal}
                  ready={ready.has(proposal.affectedVersionId)}
                  lifted={recall.state === 'lifted'}
                  pending={retrain.isPending && retrain.variables === proposal.id}
                  onStart={() => retrain.mutate(proposal.id)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {retrain.error && <ProblemPanel error={retrain.error} />}
    </div>
  );
}

function Training(props: {
  proposal: RetrainProposal;
  ready: boolean;
  lifted: boolean;
  pending: boolean;
  onStart: () => void;
}) {
  const may = useMay('run:start');
  const { proposal } = props;
  if (proposal.runId !== null) return <RunState id={proposal.runId} />;
  if (props.lifted) return <>Not needed any more</>;
  if (!props.ready) return <>Waits for the version without it</>;
  if (!may) return <>Data people, engineers and admins may start it</>;
  return (
    <Button size="xs" loading={props.pending} onClick={props.onStart}>
      Train again
    </Button>
  );
}

function RunState({ id }: { id: string }) {
  const run = useRun(id);
  return run.data ? <RunStateBadge state={run.data.state} /> : null;
}

function ModelName({ id, dataset }: { id: string; dataset: string }) {
  const model = useQuery(queries.model(id));
  if (model.data === undefined) return null;
  const { registered, kind } = model.data;
  return (
    <Link to="/models" search={{ dataset }}>
      {SERIES[kind].name}
      {registered && `, ${registered.name} version ${registered.version}`}
    </Link>
  );
}
