import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Model } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { SERIES } from '../theme/series.js';
import { DialogForm } from '../ui/dialog-form.js';
import { QueryView } from '../ui/query-view.js';
import { ReasonField, useReason } from '../ui/reason.js';

/** Asks for a promotion. With one account the typed reason stands in for the second pair of eyes. */
export function PromoteDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const policy = useQuery(queries.policy());
  const ladder = policy.data?.policy.aliases ?? [];
  const held = model.registered?.aliases ?? [];
  const [name, setName] = useState(model.registered?.name ?? `${model.dataset}-${model.kind}`);
  const [picked, setPicked] = useState<string | null>(null);
  const why = useReason();
  const navigate = useNavigate();
  const client = useQueryClient();
  // The next step of the ladder that the model does not hold yet.
  const alias = picked ?? ladder.find((step) => !held.includes(step)) ?? ladder.at(-1) ?? '';
  const promote = useMutation({
    mutationFn: () => api.promote({ modelId: model.id, registeredModel: name, alias, reason: why.reason }),
    onSuccess: async (promotion) => {
      await client.invalidateQueries({ queryKey: ['models'] });
      await navigate({ to: '/promotions/$id', params: { id: promotion.id } });
    },
  });
  const missing = name.trim() === '' ? 'Give the registered model a name.' : why.lacks;
  return (
    <DialogForm
      title={`Promote the ${SERIES[model.kind].name.toLowerCase()}`}
      says="The policy's rules are checked on the evidence first; the alias moves only when all of them pass."
      submit="Ask for promotion"
      pending={promote.isPending}
      error={promote.error}
      notYet={missing}
      onClose={onClose}
      onSubmit={() => promote.mutate()}
    >
      <TextInput label="Registered model" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <QueryView query={policy}>
        {() => (
          <NativeSelect
            label="Alias"
            data={ladder}
            value={alias}
            onChange={(event) => setPicked(event.currentTarget.value)}
          />
        )}
      </QueryView>
      <ReasonField
        of={why}
        description="Kept with the evidence, which is stamped self-approved while there is one account."
      />
    </DialogForm>
  );
}
