import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrustedSet } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';

/** Takes a sealed set out of use, after saying what that means: it cannot come back. */
export function RetireButton({ set }: { set: TrustedSet }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const retire = useMutation({
    mutationFn: () => dataApi.retireTrustedSet(set.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['trusted-sets', set.dataset] });
      setAsking(false);
    },
  });
  return (
    <div>
      <Button variant="default" onClick={() => setAsking(true)}>
        Retire it
      </Button>
      {asking && (
        <DialogForm
          title="Retire the trusted set"
          says="From then on its rows may train again and nothing is scored on them. A retired set stays on record and cannot come back; draw another in its place."
          submit="Retire it"
          pending={retire.isPending}
          error={retire.error}
          onClose={() => setAsking(false)}
          onSubmit={() => retire.mutate()}
        >
          {null}
        </DialogForm>
      )}
    </div>
  );
}
