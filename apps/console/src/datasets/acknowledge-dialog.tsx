import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';
import { ReasonField, useReason } from '../ui/reason.js';

/** Lets a version be used in spite of what blocks it: a person's word, with a reason that stays. */
export function AcknowledgeDialog(props: { versionId: string; validationId: string; onClose: () => void }) {
  const { versionId, validationId, onClose } = props;
  const why = useReason();
  const client = useQueryClient();
  const accept = useMutation({
    mutationFn: () => dataApi.acknowledge(versionId, { validationId, reason: why.reason }),
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
      notYet={why.lacks}
      onClose={onClose}
      onSubmit={() => accept.mutate()}
    >
      <ReasonField of={why} />
    </DialogForm>
  );
}
