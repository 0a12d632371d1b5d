import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';
import { CHANGED_BY_RECALLS } from './recall-dialog.js';

const SHORTEST_REASON = 10;

/** Takes a recall back, with a reason: the data count as good again, and aliases are free. */
export function LiftDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const lift = useMutation({
    mutationFn: () => dataApi.liftRecall(id, reason.trim()),
    onSuccess: () => {
      for (const key of CHANGED_BY_RECALLS) void client.invalidateQueries({ queryKey: [key] });
      onClose();
    },
  });
  return (
    <DialogForm
      title="Take the recall back"
      says="The data count as good again, and the frozen aliases are free. What was built meanwhile stays."
      submit="Take it back"
      pending={lift.isPending}
      error={lift.error}
      notYet={reason.trim().length < SHORTEST_REASON ? `Say why, in at least ${SHORTEST_REASON} characters.` : null}
      onClose={onClose}
      onSubmit={() => lift.mutate()}
    >
      <Textarea
        label="Reason"
        minRows={3}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
    </DialogForm>
  );
}
