import { DatasetName } from '@antidote/contracts';
import type { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const ModelQuery = PageQuery.extend({ dataset: DatasetName.optional() });
export type ModelQuery = z.infer<typeof ModelQuery>;
