import { queryOptions } from '@tanstack/react-query';
import { labApi } from './lab-api.js';

/** The reads of the lab; reports never change once they are there. */
export const labQueries = {
  attacks: () => queryOptions({ queryKey: ['attacks'], queryFn: labApi.attacks, staleTime: Infinity }),
  detection: (runId: string) =>
    queryOptions({ queryKey: ['detection', runId], queryFn: () => labApi.detection(runId), staleTime: Infinity }),
  truth: (versionId: string) =>
    queryOptions({ queryKey: ['truth', versionId], queryFn: () => labApi.truth(versionId), staleTime: Infinity }),
  certificate: (runId: string) =>
    queryOptions({ queryKey: ['certificate', runId], queryFn: () => labApi.certificate(runId), staleTime: Infinity }),
  breakReport: (runId: string) =>
    queryOptions({ queryKey: ['break', runId], queryFn: () => labApi.breakReport(runId), staleTime: Infinity }),
  partialStudy: (runId: string) =>
    queryOptions({
      queryKey: ['partial-study', runId],
      queryFn: () => labApi.partialStudy(runId),
      refetchInterval: 2000,
      // The study may have ended meanwhile: then there is no partial result, and the report is read.
      retry: false,
    }),
  across: (runIds: string[]) =>
    queryOptions({ queryKey: ['across', ...runIds], queryFn: () => labApi.across(runIds), staleTime: Infinity }),
  learningCurve: (runId: string) =>
    queryOptions({
      queryKey: ['learning-curve', runId],
      queryFn: () => labApi.learningCurve(runId),
      staleTime: Infinity,
    }),
};
