import { PoisonSpec, StudySpec } from '@antidote/contracts';
import { z } from 'zod';

export const EstimateRequest = z
  .strictObject({ versionId: z.uuid(), spec: StudySpec })
  .meta({ id: 'StudyEstimateRequest' });
export type EstimateRequest = z.infer<typeof EstimateRequest>;

export const PreviewRequest = z
  .strictObject({ versionId: z.uuid(), spec: PoisonSpec })
  .meta({ id: 'AttackPreviewRequest' });
export type PreviewRequest = z.infer<typeof PreviewRequest>;
