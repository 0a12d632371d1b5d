import { DatasetName } from '@antidote/contracts';
import { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const TrustedSetQuery = PageQuery.extend({ dataset: DatasetName });
export type TrustedSetQuery = z.infer<typeof TrustedSetQuery>;
