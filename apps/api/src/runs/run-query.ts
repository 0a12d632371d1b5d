import { DatasetName, RUN_KINDS, RunState } from '@antidote/contracts';
import { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const RunQuery = PageQuery.extend({
  kind: z.enum(RUN_KINDS).optional(),
  dataset: DatasetName.optional(),
  state: RunState.optional(),
});
export type RunQuery = z.infer<typeof RunQuery>;

export const StudyFile = z.enum(['report.html', 'report.md']);
export type StudyFile = z.infer<typeof StudyFile>;
