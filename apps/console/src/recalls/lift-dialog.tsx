import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dataApi } from '../data-api.js';
import { DialogForm } from '../ui/dialog-form.js';
import { ReasonField, useReason } from '../ui/reason.js';
import { CHANGED_BY_RECALLS } from './recall-dialog.js';

/** Takes a recall back, with a reason: the data count as good again, and aliases are free. */
export function LiftDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const why = useReason();
  const client = useQueryClient();
  const lift = useMutation({
    mutationFn: () => dataApi.liftRecall(id, why.reason),
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
      notYet={why.lacks}
      onClose={onClose}
      onSubmit={() => lift.mutate()}
    >
      <ReasonField of={why} />
    </DialogForm>
  );
}
