import { Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';

const SHORTEST_REASON = 10;

/** Lets a version be used in spite of what blocks it: a person's word, with a reason that stays. */
export function AcknowledgeDialog(props: { versionId: string; validationId: string; onClose: () => void }) {
  const { versionId, validationId, onClose } = props;
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => dataApi.acknowledge(versionId, { validationId, reason: reason.trim() }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['validation'] });
      onClose();
    },
  });
  return (
    <DialogForm
      title="Accept the version as it is"
      says="It leaves quarantine: people may train on it and promote what they trained. Your name and reason stay with it."
      submit="Accept it"
      pending={accept.isPending}
      error={accept.error}
      notYet={reason.trim().length < SHORTEST_REASON ? `Say why, in at least ${SHORTEST_REASON} characters.` : null}
      onClose={onClose}
      onSubmit={() => accept.mutate()}
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
