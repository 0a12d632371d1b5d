import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { RecallSubject } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';
import { QueryView } from '../ui/query-view.js';
import { ReasonField, useReason } from '../ui/reason.js';
import { planSentence } from './recall-sentence.js';

/** Everything that a recall changes, by the first word of its key. */
export const CHANGED_BY_RECALLS = ['recalls', 'recall', 'impact', 'lineage', 'versions', 'runs', 'models'];

/** Says first what a recall would do, and recalls once a reason is given. */
export function RecallDialog({ subject, onClose }: { subject: RecallSubject; onClose: () => void }) {
  const why = useReason();
  const client = useQueryClient();
  const navigate = useNavigate();
  const plan = useQuery({
    queryKey: ['impact', subject, 'plan'],
    queryFn: () => dataApi.planRecall(subject),
    staleTime: 0,
  });
  const recall = useMutation({
    mutationFn: () => dataApi.openRecall({ subject, reason: why.reason }),
    onSuccess: async (opened) => {
      for (const key of CHANGED_BY_RECALLS) void client.invalidateQueries({ queryKey: [key] });
      await navigate({ to: '/recalls/$id', params: { id: opened.id } });
    },
  });
  return (
    <DialogForm
      title={subject.type === 'source' ? `Recall the source ${subject.source}` : 'Recall this version'}
      submit="Recall"
      pending={recall.isPending}
      error={recall.error}
      notYet={plan.data === undefined ? 'Looking at what it would do.' : why.lacks}
      onClose={onClose}
      onSubmit={() => recall.mutate()}
    >
      <QueryView query={plan}>
        {(data) => (
          <div>
            <p>
              <strong>{planSentence(data)}</strong>
            </p>
            <ul>
              {data.freezes.map(({ registeredModel, alias, modelVersion }) => (
                <li key={`${registeredModel} ${alias}`}>
                  {alias} of {registeredModel} stays on version {modelVersion} until a sound model takes it.
                </li>
              ))}
            </ul>
          </div>
        )}
      </QueryView>
      <ReasonField
        of={why}
        description="Kept with the recall, and shown wherever a promotion is refused because of it."
      />
    </DialogForm>
  );
}
