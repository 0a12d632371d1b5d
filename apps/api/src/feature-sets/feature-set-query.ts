import { FeatureSetName } from '@antidote/contracts';
import { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const FeatureSetQuery = PageQuery.extend({ name: FeatureSetName.optional() });
export type FeatureSetQuery = z.infer<typeof FeatureSetQuery>;
