import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Run, RunRequest, VersionSummary } from '@antidote/contracts';
import { api } from '../api.js';

/** What the form of a run gets: the version it is about, and where to send what it asks for. */
export interface RunFormProps {
  version: VersionSummary;
  start: (request: RunRequest) => void;
  pending: boolean;
  error: unknown;
  onClose: () => void;
}

/** Sends what a form asks for; `started` hears of the run. */
export function useStartRun(dataset: string, started: (run: Run) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: RunRequest) => api.startRun(request),
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: ['runs'] });
      await client.invalidateQueries({ queryKey: ['versions', dataset] });
      started(run);
    },
  });
}
