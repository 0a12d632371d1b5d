import { z } from 'zod';

/**
 * How urgent a run is. Jobs of a higher priority are claimed first; among equals, studies take turns and other runs go in
 * the order they came. What is under way is not interrupted. `normal` unless told.
 */
export const RUN_PRIORITIES = ['low', 'normal', 'high'] as const;
export const RunPriority = z.enum(RUN_PRIORITIES).meta({ id: 'RunPriority' });
export type RunPriority = z.infer<typeof RunPriority>;
