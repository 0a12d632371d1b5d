import { z } from 'zod';

/** How the classes of the training rows are evened out; rows that score are never touched. */
export const RESAMPLINGS = [
  'none',
  'random-over',
  'random-under',
  'smote',
  'smote-nc',
  'tomek-links',
  'smote-tomek',
] as const;
export const Resampling = z.enum(RESAMPLINGS).meta({ id: 'Resampling' });
export type Resampling = z.infer<typeof Resampling>;
